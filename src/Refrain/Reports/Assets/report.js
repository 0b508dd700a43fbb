// Draws the report's pictures. The page is complete without it; when anything fails here, the static pictures stay.
// The chart library looks texts up in plain objects, which have members of their own ("constructor", "__proto__").
const data = JSON.parse(document.getElementById("chart-data").textContent, (_, value) => typeof value === "string" && value in {} ? `\u200c${value}` : value);
const drawn = [];

// The library is half a megabyte: it runs only once a picture comes into view.
function library() {
    if (!window.echarts) {
        const script = document.createElement("script");
        script.textContent = document.getElementById("chart-library").textContent;
        document.head.append(script);
    }
    return window.echarts;
}

// What draws a picture, or null where there is nothing to draw.
function drawing(name) {
    for (const [kinds, build] of [[data.heat, heat], [data.scatter, scatter], [data.curves, curves]]) {
        if (Object.hasOwn(kinds, name)) {
            return [kinds[name], state => build(kinds[name], state)];
        }
    }
    return name === "candidates" && data.candidates.length > 0 ? [{}, () => candidates(data.candidates)] : null;
}

// Arrow keys go from value to value; what a pointer would see is shown, and said.
function steer(chart, canvas, said, columns) {
    let at = -1;
    const values = () => chart.getOption().series.flatMap((series, seriesIndex) => series.silent ? [] : (series.data ?? []).map((item, dataIndex) => ({ seriesIndex, dataIndex, item })).filter(({ item }) => item?.value?.[1] != null));
    canvas.addEventListener("keydown", event => {
        const all = values();
        const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
        if (event.key === "Escape") {
            chart.dispatchAction({ type: "hideTip" });
        } else if (all.length > 0 && (event.key in steps || event.key === "Home" || event.key === "End")) {
            event.preventDefault();
            at = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : at < 0 ? 0 : (at + steps[event.key] + all.length) % all.length;
            const { seriesIndex, dataIndex, item } = all[at];
            chart.dispatchAction({ type: "downplay" });
            chart.dispatchAction({ type: "highlight", seriesIndex, dataIndex });
            chart.dispatchAction({ type: "showTip", seriesIndex, dataIndex });
            said.textContent = item.said;
        }
    });
    canvas.addEventListener("blur", () => {
        chart.dispatchAction({ type: "hideTip" });
        chart.dispatchAction({ type: "downplay" });
    });
}

function begin(figure, picture, option) {
    const box = figure.querySelector(".chart"), canvas = box.querySelector(".canvas"), view = box.querySelector(".view"), filter = box.querySelector(".filter");
    const boxes = [...filter?.querySelectorAll("input") ?? []];
    const state = () => ({
        view: Number(view?.value ?? picture.shown ?? 0),
        languages: new Set(filter ? boxes.filter(each => each.checked).map(each => Number(each.value)) : (picture.languages ?? []).keys()),
    });
    box.hidden = false;
    const chart = library().init(canvas, null, { renderer: "svg" });
    const update = () => chart.setOption(option(state()), true);
    const say = () => {
        const shown = box.querySelector("output");
        if (shown) {
            shown.textContent = picture.views[state().view].name;
            view.setAttribute("aria-valuetext", `layer ${shown.textContent}`);
        }
    };
    say();
    update();
    view?.addEventListener("input", () => { say(); update(); });
    filter?.addEventListener("change", update);
    for (const button of filter?.querySelectorAll("button") ?? []) {
        button.addEventListener("click", () => {
            boxes.forEach(each => { each.checked = button.dataset.all === "true"; });
            update();
        });
    }
    steer(chart, canvas, box.querySelector(".said"), picture.kind === "heat" ? picture.columns.length : 1);
    drawn.push(update);
    new ResizeObserver(() => { chart.resize(); update(); }).observe(canvas);
    figure.querySelector(".static").classList.add("replaced");
}

function start(figure) {
    const found = drawing(figure.dataset.picture);
    try {
        if (found) {
            begin(figure, ...found);
        }
    } catch (error) {
        figure.querySelector(".chart").hidden = true;
        figure.querySelector(".static").classList.remove("replaced");
        console.error(error);
    }
}

const watch = new IntersectionObserver(entries => {
    for (const entry of entries.filter(each => each.isIntersecting)) {
        watch.unobserve(entry.target);
        start(entry.target);
    }
}, { rootMargin: "400px" });
document.querySelectorAll("[data-picture]").forEach(figure => watch.observe(figure));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach(update => update()));
