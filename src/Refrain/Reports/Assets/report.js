// The report's two interactive charts. The page is complete without them; when anything fails here, its static pictures stay.
(() => {
    "use strict";
    const data = JSON.parse(document.getElementById("chart-data").textContent);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const drawn = [];
    const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const signed = number => number == null ? "—" : number === 0 ? "0" : (number < 0 ? "−" : "+") + Math.abs(number).toFixed(1);
    const star = "path://M50 0 62 35 98 35 69 57 79 91 50 70 21 91 31 57 2 35 38 35z";
    const font = () => ({ color: colour("--ink"), fontFamily: colour("--sans") });
    // Rich text is drawn as SVG text: no string of the report is ever parsed as HTML.
    const tooltip = formatter => ({
        renderMode: "richText", confine: true, formatter, backgroundColor: colour("--paper"), borderColor: colour("--line"),
        textStyle: { ...font(), fontSize: 12, lineHeight: 17 },
    });

    // The library is half a megabyte: it runs only once a chart comes into view.
    function library() {
        if (!window.echarts) {
            const script = document.createElement("script");
            script.textContent = document.getElementById("chart-library").textContent;
            document.head.append(script);
        }
        return window.echarts;
    }

    function cosines(layer) {
        const found = data.cosines.find(each => each.layer === layer) ?? data.cosines[0];
        const cells = found.values.flatMap((row, y) => row.map((value, x) => [x, y, value ?? "-"]));
        const narrow = innerWidth < 640;
        const axis = { type: "category", axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...font(), fontSize: 12, interval: 0 } };
        return {
            animation: false, aria: { enabled: true },
            grid: { left: narrow ? 30 : 84, right: 8, top: 24, bottom: 56 },
            xAxis: { ...axis, data: data.languages, position: "top" },
            yAxis: { ...axis, data: narrow ? data.languages : data.names, inverse: true },
            tooltip: tooltip(at => `${data.names[at.value[1]]} and ${data.names[at.value[0]]}\nlayer ${found.layer}: ${typeof at.value[2] === "number" ? at.value[2].toFixed(3).replace("-", "−") : "undefined"}`),
            visualMap: {
                min: -1, max: 1, precision: 2, calculable: true, orient: "horizontal", left: "center", bottom: 0, itemWidth: 14, itemHeight: narrow ? 140 : 240,
                text: ["1", "−1"], textStyle: font(), formatter: value => value.toFixed(1).replace("-", "−"),
                inRange: { color: ["#b35806", "#f1a340", "#f7f7f7", "#67a9cf", "#054985"] },
            },
            series: [{
                type: "heatmap", data: cells, itemStyle: { borderWidth: 1, borderColor: colour("--paper") },
                label: { show: !narrow, fontSize: 11, formatter: at => typeof at.value[2] === "number" ? at.value[2].toFixed(2).replace("-", "−") : "—" },
                emphasis: { itemStyle: { borderColor: colour("--ink"), borderWidth: 2 } },
            }],
        };
    }

    function selection() {
        const axis = name => ({
            name, nameLocation: "middle", nameTextStyle: font(), axisLabel: font(), axisLine: { show: true, lineStyle: { color: colour("--line") } },
            splitLine: { lineStyle: { color: colour("--line") } },
        });
        const series = (name, kind, passed, symbol, chosen) => ({
            name, type: "scatter", symbol: chosen ? star : symbol, symbolSize: chosen ? 20 : 10, z: chosen ? 5 : passed ? 4 : 3,
            itemStyle: { color: chosen ? colour("--unprotected") : passed ? colour("--refuses") : "transparent", borderColor: chosen ? colour("--ink") : passed ? colour("--refuses") : colour("--muted"), borderWidth: 1.4 },
            data: data.candidates.filter(each => each.kind === kind && (each.discarded == null) === passed && each.chosen === chosen).map(each => ({ value: [each.kl, each.score], each })),
        });
        const kinds = [["zero", "circle"], ["affine", "triangle"]];
        const groups = kinds.flatMap(([kind, symbol]) => [series(`${kind}, discarded`, kind, false, symbol, false), series(`${kind}, passed`, kind, true, symbol, false), series(`${kind}, chosen`, kind, true, symbol, true)]);
        groups[0].markLine = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: colour("--ink"), type: "solid", width: 1 }, data: [{ yAxis: 0 }] };
        return {
            animation: false, aria: { enabled: true }, grid: { left: 56, right: 16, top: 16, bottom: 48 },
            xAxis: { ...axis("divergence, nats (logarithmic)"), nameGap: 30, type: "log" },
            yAxis: { ...axis("ablated refusal score"), nameGap: 36, scale: true, axisLabel: { ...font(), formatter: value => signed(value).replace(".0", "") } },
            tooltip: tooltip(({ data: { each } }) => `${each.kind} ablation, position −${-each.position}, ${each.kind === "affine" ? "from layer" : "layer"} ${each.layer}\nablated score ${signed(each.score)}, induced score ${signed(each.induced)}\ndivergence ${each.kl}\n${each.chosen ? "chosen" : each.discarded ?? "passed"}`),
            series: groups,
        };
    }

    function draw(box, option) {
        const canvas = box.querySelector(".canvas");
        box.hidden = false;
        const chart = library().init(canvas, null, { renderer: "svg" });
        const update = () => chart.setOption(option(), true);
        update();
        drawn.push(update);
        new ResizeObserver(() => { chart.resize(); update(); }).observe(canvas);
        return update;
    }

    function drawCosines(box) {
        const slider = box.querySelector("input"), shown = box.querySelector("output");
        slider.min = 0;
        slider.max = data.cosines.length - 1;
        slider.value = data.cosines.findIndex(each => each.layer === data.layer);
        const layer = () => data.cosines[slider.value].layer;
        const say = () => { shown.textContent = layer(); slider.setAttribute("aria-valuetext", `layer ${layer()}`); };
        say();
        const update = draw(box, () => cosines(layer()));
        slider.addEventListener("input", () => { say(); update(); });
        const table = box.parentElement.querySelector("details.fallback");
        table.open = false;
        addEventListener("beforeprint", () => { table.open = true; });
    }

    function drawSelection(box) {
        draw(box, selection);
        document.querySelector('[data-static="selection"]').classList.add("replaced");
    }

    const charts = { cosines: [drawCosines, data.cosines.length], selection: [drawSelection, data.candidates.length] };
    const start = box => {
        const [begin, count] = charts[box.dataset.chart];
        try {
            if (count > 0) {
                begin(box);
            }
        } catch (error) {
            box.hidden = true;
            console.error(error);
        }
    };
    // A hidden box has no place on the page: its section is watched instead.
    const watch = new IntersectionObserver(entries => {
        for (const entry of entries.filter(each => each.isIntersecting)) {
            watch.unobserve(entry.target);
            entry.target.querySelectorAll("[data-chart]").forEach(start);
        }
    }, { rootMargin: "400px" });
    document.querySelectorAll("[data-chart]").forEach(box => watch.observe(box.closest("section")));
    dark.addEventListener("change", () => drawn.forEach(update => update()));
})();
