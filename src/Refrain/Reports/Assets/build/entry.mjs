// What report.html draws with it: heat maps and scatter plots, as SVG.
import { init, use } from "echarts/core";
import { HeatmapChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent, VisualMapContinuousComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([HeatmapChart, ScatterChart, AriaComponent, GridComponent, MarkLineComponent, TooltipComponent, VisualMapContinuousComponent, SVGRenderer]);

export { init };
