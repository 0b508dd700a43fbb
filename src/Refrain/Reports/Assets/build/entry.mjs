// What report.html draws with it: heat maps, scatter plots and lines, as SVG.
import { init, use } from "echarts/core";
import { HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent, VisualMapContinuousComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([HeatmapChart, LineChart, ScatterChart, GridComponent, LabelLayout, MarkLineComponent, TooltipComponent, VisualMapContinuousComponent, SVGRenderer]);

export { init };
