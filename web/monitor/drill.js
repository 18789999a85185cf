// From a call into what it called and back, in the same page: the browser's own back and forward work, and the place is kept.

/** Follows links marked `data-drill`; `mount` draws the diagram that came. Without this script they are plain links. */
export function wireDrill(mount) {
  const here = () => window.location.pathname + window.location.search;
  let shown = here();
  const go = async (address) => {
    const answer = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return void window.location.assign(address);
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const [main, data] = [next.getElementById('main'), next.getElementById('monitor-data')];
    if (!main || !data) return void window.location.assign(address);
    return () => {
      document.title = next.title;
      document.getElementById('main').replaceWith(main);
      document.getElementById('monitor-data').replaceWith(data);
      mount();
      window.scrollTo(0, 0);
      main.focus({ preventScroll: true });
      shown = here();
    };
  };

  document.addEventListener('click', async (event) => {
    const link = event.target.closest?.('a[data-drill]');
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const show = await go(link.href);
    if (!show) return;
    window.history.pushState({ isDrilled: true }, '', link.href);
    show();
  });
  window.addEventListener('popstate', async () => {
    // A jump inside the page is one too.
    if (here() === shown) return;
    const show = await go(window.location.href);
    show?.();
  });
}
