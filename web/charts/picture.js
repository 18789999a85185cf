// The chart as a picture to keep: drawn once more, larger, with its title and on white.
import { init } from 'echarts/core';

const WIDTH = 1280;
const HEIGHT = 640;
const HEAD = 64;

/** Shows the button of the figure and lets it hand out a PNG. */
export function wirePicture(figure, optionAt, look) {
  const button = figure.querySelector('[data-chart-picture]');
  button.hidden = false;
  button.addEventListener('click', () => keep(figure, optionAt(WIDTH), look, button.dataset.chartPicture));
}

function keep(figure, option, look, name) {
  const place = document.createElement('div');
  const chart = init(place, null, { renderer: 'canvas', width: WIDTH, height: HEIGHT, devicePixelRatio: 2 });
  chart.setOption({ ...option, ...titled(figure, option, look) });
  chart.renderToCanvas({ pixelRatio: 2, backgroundColor: '#fff' }).toBlob((blob) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
    chart.dispose();
  }, 'image/png');
}

// Title, what it shows and of when: a picture leaves its page.
function titled(figure, option, look) {
  const told = figure.querySelector('[data-chart-told]')?.textContent.trim() ?? '';
  return {
    title: {
      text: figure.querySelector('[data-chart-title]').textContent.trim(),
      subtext: told,
      left: 16,
      top: 8,
      textStyle: { fontFamily: look.font, color: look.ink },
      subtextStyle: { fontFamily: look.font, color: look.soft, width: WIDTH - 32, overflow: 'truncate' },
    },
    grid: { ...option.grid, top: option.grid.top + HEAD },
    ...(option.legend ? { legend: { ...option.legend, top: HEAD } } : {}),
  };
}
