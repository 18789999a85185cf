// Sends the answers of a task and says in one shape what came of it. Draws nothing.

const OFFLINE = { title: '尚未提交', detail: '网络不通，填写的内容还在本页，请稍后再提交。' };
const SIGNED_OUT = { title: '登录已过期', detail: '草稿已保存。请在新的页面登录后回到本页再提交。' };
const UNKNOWN = { title: '提交没有成功', detail: '服务器没有接受，请稍后再试。' };

/** {location} when accepted, else {title, detail, errors: {path: message or messages}}. */
export async function sendAnswers({ submitUrl, csrf }, answers) {
  let response;
  try {
    response = await post(submitUrl, csrf, { answers });
  } catch {
    return OFFLINE;
  }
  if (response.status === 401 || response.redirected) return SIGNED_OUT;
  const body = await response.json().catch(() => ({}));
  if (response.ok && body.location) return { location: body.location };
  return { ...UNKNOWN, ...pick(body) };
}

/** One POST of JSON with the page's CSRF token. */
export function post(url, csrf, body) {
  return fetch(url, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': csrf },
    body: JSON.stringify(body),
  });
}

function pick({ title, detail, errors }) {
  return Object.fromEntries(Object.entries({ title, detail, errors }).filter(([, value]) => value !== undefined));
}
