// What the scripts of a form say themselves, in the language of the page: Chinese first, English where it was chosen.

const IS_ENGLISH = document.documentElement.lang === 'en';

const WORDS = {
  draftSaved: ['草稿已保存 {time}', 'Draft saved {time}'],
  draftNotSaved: ['草稿未能保存', 'The draft could not be saved'],
  draftOffline: ['网络不通，草稿未能保存', 'No connection: the draft could not be saved'],
  movingOn: ['已存档，正在进入下一环节……', 'On file, going on to the next step …'],
  notSent: ['尚未提交', 'Not submitted yet'],
  offline: ['网络不通，填写的内容还在本页，请稍后再提交。', 'No connection. What you wrote is still here: submit it again in a moment.'],
  signedOut: ['登录已过期', 'Your sign-in has ended'],
  signInAgain: ['草稿已保存。请在新的页面登录后回到本页再提交。', 'The draft is saved. Sign in on another page, come back and submit.'],
  notTaken: ['提交没有成功', 'It was not submitted'],
  refused: ['服务器没有接受，请稍后再试。', 'The server did not take it. Try again in a moment.'],
  later: ['请稍后再试。', 'Try again in a moment.'],
  stillSending: ['文件还在上传', 'Files are still being sent'],
  waitForFiles: ['请等文件上传完，再提交。', 'Wait until they are there, then submit.'],
  choose: ['请选择', 'Choose'],
  mendFirst: ['请先改正以下内容', 'Correct this first'],
  notShown: ['表单无法显示', 'The form cannot be shown'],
  reload: ['请刷新页面；仍不能显示时请告知系统管理员。', 'Load the page again; if that does not help, tell the administrator.'],
  row: ['第{number}项 {label}', 'Item {number}: {label}'],
  unnamed: ['未命名的栏目', 'A field without a name'],
  colon: ['{label}：{text}', '{label}: {text}'],
  and: ['、', ', '],
};

/** The words under a key with {names} replaced. */
export function say(key, values = {}) {
  return WORDS[key][IS_ENGLISH ? 1 : 0].replace(/{(\w+)}/g, (_, name) => String(values[name]));
}

/** Whether the page is in English. */
export const isEnglish = () => IS_ENGLISH;
