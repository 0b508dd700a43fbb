using System.Text;
using System.Text.Json;

namespace Refrain.Checkpoints;

/// <summary>A configuration as one canonical JSON text: the same values always give the same text.</summary>
internal static class ConfigText
{
    public static string Of(ModelConfig config)
    {
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("architecture", config.Architecture);
            json.WriteNumber("layers", config.Layers);
            json.WriteNumber("hidden_size", config.HiddenSize);
            json.WriteNumber("intermediate_size", config.IntermediateSize);
            json.WriteNumber("heads", config.Heads);
            json.WriteNumber("key_value_heads", config.KeyValueHeads);
            json.WriteNumber("head_dimension", config.HeadDimension);
            json.WriteNumber("vocabulary_size", config.VocabularySize);
            json.WriteNumber("maximum_positions", config.MaximumPositions);
            json.WriteNumber("norm_epsilon", config.NormEpsilon);
            json.WriteBoolean("tied_embeddings", config.TiedEmbeddings);
            json.WriteString("activation", config.Activation);
            Rope(json, "rope", config.Rope);
            Rope(json, "sliding_rope", config.SlidingRope);
            json.WriteString("sliding", Flags(config.Sliding));
            json.WriteNumber("sliding_window", config.SlidingWindow);
            json.WriteNumber("attention_scale", config.AttentionScale);
            json.WriteNumber("attention_softcap", config.AttentionSoftcap);
            json.WriteNumber("final_softcap", config.FinalSoftcap);
            json.WriteBoolean("attention_bias", config.AttentionBias);
            json.WriteBoolean("attention_output_bias", config.AttentionOutputBias);
            json.WriteBoolean("mlp_bias", config.MlpBias);
            json.WriteString("norm", config.Norm.ToString());
            json.WriteString("norm_placement", config.NormPlacement.ToString());
            json.WriteBoolean("norms_one_plus", config.NormsOnePlus);
            json.WriteString("query_key_norm", config.QueryKeyNorm.ToString());
            json.WriteBoolean("rotary_interleaved", config.RotaryInterleaved);
            json.WriteString("unrotated", Flags(config.Unrotated));
            json.WriteBoolean("fused_projections", config.FusedProjections);
            json.WriteNumber("embedding_scale", config.EmbeddingScale);
            json.WriteNumber("residual_scale", config.ResidualScale);
            json.WriteNumber("logit_scale", config.LogitScale);
            Experts(json, config.Experts);
            json.WriteString("end_tokens", string.Join(' ', config.EndTokens));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Flags(IReadOnlyList<bool>? flags) => string.Concat((flags ?? []).Select(flag => flag ? '1' : '0'));

    private static void Experts(Utf8JsonWriter json, ExpertConfig? experts)
    {
        if (experts is null)
        {
            json.WriteNull("experts");
            return;
        }

        json.WriteStartObject("experts");
        json.WriteNumber("count", experts.Count);
        json.WriteNumber("per_token", experts.PerToken);
        json.WriteNumber("intermediate_size", experts.IntermediateSize);
        json.WriteBoolean("normalised", experts.Normalised);
        json.WriteString("layers", Flags(experts.Layers));
        json.WriteEndObject();
    }

    private static void Rope(Utf8JsonWriter json, string name, RopeConfig? rope)
    {
        if (rope is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("theta", rope.Theta);
        json.WriteString("kind", rope.Kind);
        json.WriteNumber("factor", rope.Factor);
        json.WriteNumber("low_frequency_factor", rope.LowFrequencyFactor);
        json.WriteNumber("high_frequency_factor", rope.HighFrequencyFactor);
        json.WriteNumber("original_maximum_positions", rope.OriginalMaximumPositions);
        json.WriteNumber("rotary_dimension", rope.RotaryDimension);
        json.WriteNumber("attention_factor", rope.AttentionFactor);
        json.WriteNumber("fast_turns", rope.FastTurns);
        json.WriteNumber("slow_turns", rope.SlowTurns);
        json.WriteBoolean("truncate", rope.Truncate);
        Numbers(json, "frequency_divisors", rope.FrequencyDivisors);
        Numbers(json, "short_factors", rope.ShortFactors);
        Numbers(json, "long_factors", rope.LongFactors);
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<float>? values)
    {
        json.WriteStartArray(name);
        foreach (float value in values ?? [])
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
