// What all charts have in common. Nothing moves, so there is nothing to hold still for who asked for less motion.

/** Letters, room and what is said of a point; the tooltip is drawn, as styles in the page are not allowed. */
export function frame(table, look, { hasLegend, isPointed }) {
  return {
    animation: false,
    textStyle: { fontFamily: look.font, fontSize: look.size, color: look.ink },
    grid: { left: 8, right: 12, top: hasLegend ? 48 : 12, bottom: 8, containLabel: true },
    ...(hasLegend
      ? { legend: { top: 4, left: 8, type: 'scroll', textStyle: { color: look.ink, fontFamily: look.font, fontSize: look.size } } }
      : {}),
    tooltip: {
      renderMode: 'richText',
      trigger: isPointed ? 'axis' : 'item',
      transitionDuration: 0,
      backgroundColor: look.paper,
      borderColor: look.strong,
      textStyle: { color: look.ink, fontFamily: look.font, fontSize: look.size },
      formatter: (hit) => say(table, [hit].flat()),
    },
  };
}

function say(table, hits) {
  const [{ dataIndex, data }] = hits;
  if (data?.told) return data.told;
  const row = table.rows[dataIndex];
  return [row.label, ...table.columns.map(({ name }, index) => `${name}: ${row.cells[index].text}`)].join('\n');
}
