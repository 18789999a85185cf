// Chinese for the texts of our own fields (file-picker.js), which go through form-js's translate service too.

export const OWN_CHINESE = {
  'Choose files': '选择文件',
  'Remove': '移除',
  'Sending {name}': '正在上传 {name}',
  'The file could not be sent. Try again.': '文件没有传上去，请重试。',
  'The file is larger than 20 MB.': '文件超过 20 MB。',
  'Try again': '重试',
  'You are signed out. Sign in on another page, then try again.': '登录已过期。请在另一个页面登录，再回来重试。',
  'or drop them here; each at most 20 MB': '或者拖到这里；每个不超过 20 MB',
  'uploaded': '已上传',
};
