"""Words that grievances of each kind are usually told with: general vocabulary of the trade, of nobody's complaint.

Alternatives stand between spaces; a longer word that holds a shorter one counts instead of it.
"""

from models.ground.codes import Category

_WORDS: dict[Category, str] = {
    Category.BAD_ATTITUDE: """
        态度 不耐烦 冷漠 冷淡 训斥 呵斥 辱骂 谩骂 骂 吼 凶 白眼 翻白眼 嘲讽 讽刺 挖苦 语气 生硬 粗暴 粗鲁 爱理不理 爱搭不理
        不理人 不搭理 不理不睬 头也不抬 玩手机 聊天 甩脸 摆脸色 脸色 拍桌子 摔 没礼貌 不礼貌 不文明 傲慢 敷衍 不尊重 瞧不起
        看不起 恶劣 大声 嚷 顶撞 冷言冷语 阴阳怪气 让我滚 嫌弃 attitude rude impolite shouted yelled ignored unfriendly
    """,
    Category.LOW_EFFICIENCY: """
        效率 效率低 排队 排了 排长队 等候 等待 等了 等到 久等 太慢 很慢 慢吞吞 慢 拖延 拖 拖着 拖了 迟迟 磨蹭 超时 逾期 卡在
        卡住 没人办 没办下来 还没办 还没有办 至今 一直没 没有进展 无进展 没有结果 没有回音 无回复 没有回复 不回复 没人接
        打不通 电话没人 无人接听 叫号 窗口少 只开 空着 久拖 耽误 进度 审核中 处理中 几个小时 半天 slow waited waiting queue
        delay delayed
    """,
    Category.BROKEN_PROMISE: """
        承诺 答应 说好 说好的 讲好 保证过 公布的时间 公示的时间 约定 约好 预约 预约了 失约 爽约 公示的时限 承诺时限 承诺期限
        承诺件 法定时限 工作日办结 个工作日 当场办结 即办件 立等可取 即来即办 一次办好 最多跑一次 说话不算 不兑现 没兑现 兑现
        食言 出尔反尔 提前下班 提前关 未到下班 没到下班 营业时间 上班时间 办公时间 延时服务 告知的日期 通知我来取 让我来取
        promise promised appointment
    """,
    Category.REPEATED_MATERIALS: """
        一次性告知 一次告知 补材料 补充材料 补正 材料不齐 缺材料 缺这 又要 又说 又让 还要 再交 重交 重新提交 重复提交 重复
        反复 反复提交 多次提交 跑了 来回跑 白跑 跑几趟 几趟 三趟 两趟 好几次 来了三次 多跑 奇葩证明 循环证明 证明我 复印件
        原件 开证明 退回 退件 打回 再补
    """,
    Category.INCONSISTENT_POLICY: """
        口径 口径不一 说法不一 说法 两个说法 三个说法 两种说法 不同说法 前后不一 前后矛盾 自相矛盾 不一致 各说各的 标准不一
        标准不同 答复不同 答复不一 回答不一样 说的不一样 不一样 不统一 这个说 那个说 一个说 另一个说 有的说 昨天说 上次说
        网上说 网上写 电话里说 和网上 与网上 与官网 政策不明 解释不同 一人一个 换个窗口 inconsistent
    """,
    Category.BUCK_PASSING: """
        推诿 推脱 推给 推卸 踢皮球 互相推 相互推 推来推去 让我找 叫我找 让我去找 叫我去 让我去问 不归我们 不归这里 不归
        不属于我们 不是我们管 不归他们 扯皮 都不管 没人管 没人负责 无人负责 不负责 转来转去 来回转 转了一圈 两边 两个部门
        几个部门 哪个部门 到底归谁 谁来管 谁负责 首问负责 buck
    """,
    Category.INFO_NOT_DISCLOSED: """
        公开 未公开 不公开 公示 没公示 未公示 不告知 没有告知 未告知 没告知 查不到 找不到 搜不到 没有公布 未公布 看不到 信息
        信息公开 指南没 指南未 没有更新 未更新 没更新 过期信息 旧信息 公告 没贴 没有标 没有说明 没说明 标识 不透明
        收费标准 政务公开 流程不清 电话不对 地址不对 information published publish website disclosed
    """,
    Category.IRREGULAR_OPERATION: """
        违规 违反规定 违法 不合规 插队 加塞 收费 乱收费 收钱 收了 收取 多收 索要 红包 好处 好处费 吃请 请客 送礼 烟 黄牛 中介
        代办 关系户 熟人 走后门 开后门 造假 弄虚作假 伪造 篡改 改了 代签 冒签 不按规定 不按程序 程序 没有程序 额外 强制 搭售
        捆绑 指定 指南 办事指南 回执 不给回执 不开票 发票 依据 没有依据 无依据 违纪 受贿 先办 录错 写错 错误 办错 弄错 bribe
        illegal
    """,
    Category.INACTION_OR_ABUSE: """
        不作为 乱作为 不履职 不履行 履职 懒政 怠政 渎职 失职 不予理睬 置之不理 没人处理 不处理 不办 不给办 拒办 拒绝 拒绝办理
        拒绝受理 不受理 不收 拒收 刁难 故意 卡我 卡要 设卡 为难 滥用 滥用职权 职权 以权 威胁 吓唬 打击报复 报复 擅自 强行 空岗
        脱岗 离岗 没人在 无人在岗 refuse refused abuse
    """,
    Category.RIGHTS_HARMED: """
        泄露 泄漏 外泄 隐私 个人信息 侵害 侵犯 侵权 损失 经济损失 损害 歧视 区别对待 人格 尊严 名誉 赔偿 权益 合法权益 权利
        残疾 轮椅 无障碍 受伤 摔伤 摔倒 丢失 弄丢 遗失 被冒用 冒用 盗用 错误登记 被注销 被吊销 罚款 押金 扣押 骚扰 收到推销
        公布了我 拍照 偷拍 privacy leaked discriminate loss
    """,
    Category.SUGGESTION: """
        建议 提个建议 提建议 提议 希望增设 希望增加 希望能增加 希望设 可否增加 能否增加 能否改进 可以改进 能不能增加 能不能设
        能不能加 增设 增加 加装 改进 改善 优化 意见建议 合理化 最好能 要是能 如果能 更好 更方便 更人性化 人性化 suggest
        suggestion improve
    """,
}

WORDS: dict[Category, tuple[str, ...]] = {kind: tuple(words.split()) for kind, words in _WORDS.items()}
