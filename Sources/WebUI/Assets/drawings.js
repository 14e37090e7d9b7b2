// SPDX-License-Identifier: Apache-2.0
/** Ten thousands and millions as the reader's language counts them: 2.5亿, 250M. */
const short = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 1 });

/** A name that takes no more than so many Chinese characters' place; letters take half of one. */
function shortened(name, places) {
  let width = 0;
  for (let at = 0; at < name.length; at++) {
    width += name.charCodeAt(at) > 255 ? 1 : 0.5;
    if (width > places && at < name.length - 1) return `${name.slice(0, at)}…`;
  }
  return name;
}

// Charts: a bar leads to its records.
const colours = ["#1f5fa8", "#3d9a6b", "#c98a1b", "#9a4f96", "#b3372f", "#4a90a4", "#7a8794", "#6b7f2a"];
for (const canvas of document.querySelectorAll("[data-chart]")) {
  const drawn = JSON.parse(canvas.dataset.chart);
  const isPie = drawn.kind === "pie";
  const used = [...new Set(drawn.series.map((series) => series.axis))];
  const value = drawn.isLying ? "x" : "y";
  const scales = {};
  const brief = (number) => (Math.abs(number) < 10000 ? number.toLocaleString("en") : short.format(number));
  // A figure with its sign: ¥ or %, as far as all that is drawn on the axis has it.
  const signed = (sign, number, axis) => `${number < 0 ? "-" : ""}${sign}${brief(Math.abs(number))}${axis === "share" ? "%" : ""}`;
  const signOf = (axis) => {
    const signs = new Set(drawn.series.filter((series) => series.axis === axis).map((series) => series.sign ?? ""));
    return signs.size === 1 ? [...signs][0] : "";
  };
  used.forEach((axis, index) => {
    const sign = signOf(axis);
    scales[index === 0 ? value : axis] = {
      beginAtZero: true, axis: value,
      ...(index > 0 && { position: drawn.isLying ? "top" : "right", grid: { drawOnChartArea: false } }),
      // There is no half record.
      ticks: { callback: (number) => signed(sign, number, axis), ...(axis === "count" && { precision: 0 }) },
      ...(drawn.measure && { title: { display: true, text: drawn.measure } }),
    };
  });
  // Names that are longer than their place would push the chart away; a touch of the bar tells the whole name.
  const longest = canvas.closest(".large") ? 18 : 9;
  scales[drawn.isLying ? "y" : "x"] = {
    ticks: {
      maxRotation: 40, autoSkip: drawn.labels.length > 10, autoSkipPadding: 8,
      callback(at) { return shortened(this.getLabelForValue(at), longest); },
    },
  };
  const datasets = drawn.series.map((series, index) => {
    const place = used.indexOf(series.axis);
    const colour = colours[index % 8];
    return {
      label: series.label, data: series.data, ...(series.type && { type: series.type }),
      ...(!isPie && { [`${value}AxisID`]: place === 0 ? value : series.axis }),
      backgroundColor: isPie ? colours : colour, borderColor: isPie ? "#fff" : colour, spanGaps: false,
    };
  });
  new window.Chart(canvas, {
    type: drawn.kind,
    data: { labels: drawn.labels, datasets },
    options: {
      maintainAspectRatio: false, animation: false, plugins: {
        legend: { labels: { boxWidth: 12, boxHeight: 12 } },
        tooltip: {
          callbacks: {
            label: (point) => {
              const series = drawn.series[point.datasetIndex];
              const figure = `${series.sign ?? ""}${point.formattedValue}${series.axis === "share" ? "%" : ""}`;
              return `${isPie ? point.label : series.label}: ${figure.replace(/^(\D+)-/, "-$1")}`;
            },
          },
        },
      },
      indexAxis: drawn.isLying ? "y" : "x", scales: isPie ? {} : scales,
      onClick: (_, hits) => {
        const links = hits.length ? drawn.series[hits[0].datasetIndex].links ?? drawn.links : [];
        if (links[hits[0]?.index]) location.href = links[hits[0].index];
      },
    },
  });
}
