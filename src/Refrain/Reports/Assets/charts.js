// What the chart library is asked to draw: one function per kind of picture, of its data and of what the reader chose.
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const font = size => ({ color: colour("--ink"), fontFamily: colour("--sans"), fontSize: size ?? 12 });
const minus = text => text.replace("-", "−");
const signed = (number, digits) => {
    const text = number.toFixed(digits);
    return Number(text) === 0 ? "0" : (number < 0 ? "" : "+") + minus(text);
};
const percent = number => `${(100 * number).toFixed(0)}%`;
const plain = number => minus(String(Number(number.toPrecision(3))));
const narrow = () => innerWidth < 640;
const star = "path://M50 0 62 35 98 35 69 57 79 91 50 70 21 91 31 57 2 35 38 35z";
const dashes = ["solid", "dashed", "dotted"];
// In a tooltip "{name|" would name a style.
const literal = text => text.replaceAll("{", "{\u200c");

// Rich text is drawn as SVG text: no string of the report is ever parsed as HTML.
const tooltip = said => ({
    renderMode: "richText", confine: true, formatter: at => literal(said(at)), backgroundColor: colour("--paper"), borderColor: colour("--line"),
    textStyle: { ...font(), lineHeight: 17 },
});

const axis = (name, gap) => ({
    name, nameLocation: "middle", nameGap: gap, nameTextStyle: font(), scale: true, axisLabel: { ...font(), hideOverlap: true }, axisTick: { show: false },
    axisLine: { show: true, lineStyle: { color: colour("--line") } }, splitLine: { lineStyle: { color: colour("--line") } },
});
const shareAxis = { min: 0, max: 1, interval: 0.2, axisLabel: { formatter: percent } };
const withShare = (axis, share) => share ? { ...axis, ...shareAxis, axisLabel: { ...axis.axisLabel, ...shareAxis.axisLabel } } : { ...axis, axisLabel: { ...axis.axisLabel, formatter: plain } };
const base = said => ({ animation: false, tooltip: tooltip(said) });

function heat({ unit, greatest, blue_is_low, rows, columns, views }, { view }) {
    const shade = value => Math.round((Math.max(-1, Math.min(1, value / greatest * (blue_is_low ? -1 : 1))) + 1) * 10);
    const number = value => unit === "Cosine" ? minus(value.toFixed(2)) : unit === "Points" ? signed(100 * value, 0) : signed(value, 1);
    const text = cell => cell.mark ?? (cell.v == null ? "" : cell.weak ? `(${number(cell.v)})` : number(cell.v));
    const category = { type: "category", axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...font(), interval: 0 } };
    const crowded = columns.length * 34 > innerWidth - 140;
    const cells = views[view].cells.flatMap((row, y) => row.map((cell, x) => ({ x, y, cell })).filter(({ cell }) => cell.v != null || cell.mark));
    const said = ({ x, y, cell }) => cell.note ?? `${rows[y].long} and ${columns[x].long}\nlayer ${views[view].name}: ${cell.v == null ? "not defined" : number(cell.v)}${cell.weak ? ", no claim" : ""}`;
    return {
        ...base(at => at.data.said),
        grid: { left: narrow() ? 34 : 90, right: 8, top: 26, bottom: 8 },
        xAxis: { ...category, data: columns.map(column => column.short), position: "top", axisLabel: { ...category.axisLabel, interval: "auto" } },
        yAxis: { ...category, data: rows.map(row => narrow() ? row.short : row.long), inverse: true },
        visualMap: { show: false, min: 0, max: 20, dimension: 2, inRange: { color: Array.from({ length: 21 }, (_, each) => colour(`--h${each}`)) }, outOfRange: { color: "transparent" } },
        series: [{
            type: "heatmap", emphasis: { itemStyle: { borderColor: colour("--ink"), borderWidth: 2 } },
            data: cells.map(({ x, y, cell }) => ({
                said: said({ x, y, cell }), value: [x, y, cell.v == null ? -1 : shade(cell.v)], itemStyle: { borderWidth: 1, borderColor: colour("--paper") },
                label: { show: !crowded || Boolean(cell.mark), fontSize: 11, color: cell.v == null ? colour("--muted") : colour(`--i${shade(cell.v)}`), formatter: () => text(cell) },
            })),
        }],
    };
}

// Labels that would meet are moved down; each is asked for anew whenever the chart is laid out.
function apart() {
    const taken = new Map();
    return ({ seriesIndex, dataIndex, labelRect: { x, y, width, height } }) => {
        const own = `${seriesIndex}/${dataIndex}`, others = [...taken].filter(([key]) => key !== own).map(([, box]) => box);
        let dy = 0;
        while (dy < 200 && others.some(box => x < box.x + box.width && box.x < x + width && y + dy < box.y + box.height && box.y < y + dy + height)) {
            dy += 3;
        }
        taken.set(own, { x, y: y + dy, width, height });
        return { dy };
    };
}

function scatter({ x, y, share, groups, languages, views }, { view, languages: shown }) {
    const series = views[view].series.filter(each => shown.has(each.language));
    const each = views.flatMap(other => other.series);
    const range = each.length > 0 && views.length > 1 ? { min: Math.floor(Math.min(0, ...each.flatMap(one => one.points.map(point => point[0])))), max: Math.ceil(Math.max(...each.flatMap(one => one.points.map(point => point[0])))) } : {};
    const layout = apart();
    const look = ({ group }, opacity) => ({ symbol: groups[group].symbol, itemStyle: { color: colour(`--${groups[group].colour}`), opacity } });
    const marks = series.map(one => ({
        type: "scatter", symbolSize: one.mean ? 5 : 12, large: false, ...look(one, one.mean ? 0.45 : 1),
        data: one.points.map(point => ({ value: point.slice(0, 2), said: one.note ?? `${languages[one.language].long}, ${groups[one.group].name}\n${plain(point[0])}, ${plain(point[1])}` })),
        label: { show: !one.mean, position: "right", formatter: () => languages[one.language].long, ...font() }, labelLayout: one.mean ? {} : layout, emphasis: { scale: 1.4 },
    }));
    const means = series.filter(one => one.mean).map(one => ({
        type: "scatter", symbolSize: 14, z: 5, ...look(one, 1), itemStyle: { ...look(one).itemStyle, borderColor: colour("--ink"), borderWidth: 1.5 },
        data: [{ value: one.mean, said: `${languages[one.language].long}, mean of ${one.points.length} ${groups[one.group].name} prompts\n${plain(one.mean[0])}, ${plain(one.mean[1])}` }],
        label: { show: one.group === 0, position: "right", formatter: () => languages[one.language].short, ...font(), textBorderColor: colour("--paper"), textBorderWidth: 3 },
    }));
    const line = points => ({ type: "line", silent: true, symbol: "none", data: points, lineStyle: { color: colour("--ink"), width: 1.4 }, tooltip: { show: false } });
    const joined = [...shown].map(language => series.filter(one => one.language === language && one.mean).map(one => one.mean)).filter(points => points.length > 1).map(points => ({ ...line(points), z: 4 }));
    const intervals = line(series.flatMap(one => one.points.filter(point => point.length === 4).flatMap(point => [[point[0], point[2]], [point[0], point[3]], [null, null]])));
    return {
        ...base(at => at.data.said), grid: { left: 60, right: narrow() ? 16 : 70, top: 16, bottom: 48 },
        xAxis: { ...withShare(axis(x, 30), false), ...range }, yAxis: withShare(axis(y, 42), share), series: [intervals, ...joined, ...marks, ...means],
    };
}

function curves({ x, places, marked, languages, views }, { view, languages: shown }) {
    const { name, lines, share, low, high } = views[view];
    const series = lines.map((line, language) => ({ line, language })).filter(({ language }) => shown.has(language)).map(({ line, language }) => {
        const ink = colour(`--line${language % 7}`);
        return {
            type: "line", name: languages[language].long, symbol: "circle", symbolSize: 7, showSymbol: false, triggerLineEvent: true, emphasis: { focus: "series" }, blur: { lineStyle: { opacity: 0.15 } },
            itemStyle: { color: ink }, lineStyle: { color: ink, width: 2, type: dashes[Math.floor(language / 7) % 3] },
            data: line.map((value, place) => ({ value: [places[place], value], said: `${languages[language].long}\n${x} ${plain(places[place])}: ${value == null ? "not measured" : share ? percent(value) : plain(value)}${low?.[language][place] == null ? "" : ` (${(share ? percent : plain)(low[language][place])} to ${(share ? percent : plain)(high[language][place])})`}` })),
            endLabel: { show: true, ...font(11), color: ink, formatter: () => narrow() ? languages[language].short : languages[language].long }, labelLayout: { moveOverlap: "shiftY" },
        };
    });
    if (marked != null && series.length > 0) {
        series[0].markLine = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: colour("--muted"), type: "dashed" }, data: [{ xAxis: marked }] };
    }
    return {
        ...base(at => at.data?.said ?? at.seriesName), grid: { left: 60, right: narrow() ? 34 : 96, top: 16, bottom: 48 },
        xAxis: { ...withShare(axis(x, 30), false), min: places[0], max: places.at(-1) }, yAxis: withShare(axis(narrow() ? "" : name, 42), share), series,
    };
}

function candidates(points) {
    const group = (kind, symbol, passed, chosen) => ({
        name: `${kind}, ${chosen ? "chosen" : passed ? "passed" : "discarded"}`, type: "scatter", symbol: chosen ? star : symbol, symbolSize: chosen ? 20 : 10, z: chosen ? 5 : passed ? 4 : 3,
        itemStyle: { color: chosen ? colour("--unprotected") : passed ? colour("--refuses") : "transparent", borderColor: chosen ? colour("--ink") : passed ? colour("--refuses") : colour("--muted"), borderWidth: 1.4 },
        data: points.filter(each => each.kind === kind && (each.discarded == null) === passed && each.chosen === chosen).map(each => ({ value: [each.kl, each.score], said: each.note })),
    });
    const groups = [["zero", "circle"], ["affine", "triangle"]].flatMap(([kind, symbol]) => [group(kind, symbol, false, false), group(kind, symbol, true, false), group(kind, symbol, true, true)]);
    groups[0].markLine = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: colour("--ink"), type: "solid", width: 1 }, data: [{ yAxis: 0 }] };
    const score = axis("ablated refusal score", 36);
    return {
        ...base(at => at.data.said), grid: { left: 56, right: 16, top: 16, bottom: 48 },
        xAxis: { ...axis("divergence, nats (logarithmic)", 30), type: "log" },
        yAxis: { ...score, axisLabel: { ...score.axisLabel, formatter: value => signed(value, 0) } },
        series: groups,
    };
}
