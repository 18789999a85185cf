// Lists in which rows are chosen: how many are, and all of the page at once. Without script the boxes work alone.

/** Watches every form with data-choose. */
export function countChosen(root) {
  for (const form of root.querySelectorAll('form[data-choose]')) {
    const boxes = [...form.querySelectorAll('input.choose')];
    const told = form.querySelector('[data-chosen-count]');
    const all = form.querySelector('[data-choose-all]');
    const tell = () => {
      const number = boxes.filter((box) => box.checked).length;
      if (told) told.textContent = number ? told.dataset.text.replace('%(n)s', number) : '';
    };
    form.addEventListener('change', tell);
    window.addEventListener('pageshow', tell);
    if (all) {
      all.hidden = false;
      all.addEventListener('click', () => {
        const isFull = boxes.every((box) => box.checked);
        boxes.forEach((box) => { box.checked = !isFull; });
        tell();
      });
    }
  }
}
