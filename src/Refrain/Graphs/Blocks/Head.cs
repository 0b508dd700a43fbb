using System.Globalization;

namespace Refrain.Graphs.Blocks;

/// <summary>Final norm and output head, at the asked tokens only.</summary>
internal static class Head
{
    /// <summary>x [token, hidden] → <c>logits</c> [asked, vocabulary].</summary>
    public static void Build(GraphBuilder graph, string x)
    {
        var config = graph.Config;
        string asked = graph.Add("/lm_head/tokens", "Gather", [x, graph.Input("asked", OnnxWriter.Int64, "asked")], [("axis", 0)]);
        string normed = Norm.Build(graph, "/model/norm", asked, "model.norm.weight", config.HiddenSize);
        string source = config.TiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight";
        bool scales = config.LogitScale != 1,
            capped = config.FinalSoftcap > 0;
        string logits = Product.Build(
            graph,
            "/lm_head",
            normed,
            source,
            config.HiddenSize,
            config.VocabularySize,
            scales || capped ? null : "logits"
        );
        if (scales)
        {
            logits = graph.Add("/lm_head/scale", "Mul", [logits, graph.Number(config.LogitScale)], output: capped ? null : "logits");
        }

        if (capped)
        {
            string scaled = graph.Add("/lm_head/softcap/Div", "Div", [logits, graph.Number(config.FinalSoftcap)]);
            string bounded = graph.Add("/lm_head/softcap/Tanh", "Tanh", [scaled]);
            logits = graph.Add("/lm_head/softcap/Mul", "Mul", [bounded, graph.Number(config.FinalSoftcap)], output: "logits");
        }

        graph.Output(logits, "asked", config.VocabularySize.ToString(CultureInfo.InvariantCulture));
    }
}
