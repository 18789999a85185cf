/*! Apache ECharts 6.1.0 (Apache-2.0, https://echarts.apache.org) with zrender 6.1.0 (BSD-3-Clause). */
// Draws each `figure[data-chart]` from the table that stands in it. The table is what there is to read and to press; the drawing
// adds nothing to it and may be missing. ECharts draws on a canvas: no inline style, no eval, nothing moves.
import { init, use } from 'echarts/core';
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';
import { readTable } from './table.js';
import { columnsOption } from './columns.js';
import { heatOption } from './heat.js';
import { readLook } from './look.js';
import { wirePicture } from './picture.js';

use([BarChart, HeatmapChart, LineChart, GridComponent, LegendComponent, TitleComponent, TooltipComponent, CanvasRenderer]);

const OPTIONS = { columns: columnsOption, heat: heatOption };

/** Draws one figure; one without numbers stays a table. */
function mountChart(figure) {
  const place = figure.querySelector('[data-chart-drawing]');
  const table = readTable(figure);
  if (!table.rows.length) return;
  place.hidden = false;
  const look = readLook(place);
  const optionAt = (width) => OPTIONS[figure.dataset.chart](table, { ...look, width });
  const chart = init(place, null, { renderer: 'canvas' });
  let drawn = 0;
  const draw = () => {
    if (place.clientWidth === drawn || !place.clientWidth) return;
    drawn = place.clientWidth;
    chart.resize();
    chart.setOption(optionAt(drawn), true);
  };
  new ResizeObserver(draw).observe(place);
  draw();
  chart.on('click', ({ data }) => {
    if (data?.address) window.location.assign(data.address);
  });
  wirePicture(figure, optionAt, look);
  figure.dataset.ready = 'true';
}

for (const figure of document.querySelectorAll('figure[data-chart]')) {
  try {
    mountChart(figure);
  } catch (error) {
    // The table is still there.
    console.error(error);
    figure.querySelector('[data-chart-drawing]').hidden = true;
  }
}
