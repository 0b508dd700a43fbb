namespace Refrain.Checkpoints.Configs;

/// <summary>Reads the rotary embedding of a GGUF file: its keys mean what llama.cpp computes from them.</summary>
internal static class GgufRopeReader
{
    public static RopeConfig Read(GgufSection keys, double defaultTheta, int headDimension)
    {
        int turning = keys.Integer("rope.dimension_count", 2, headDimension, headDimension);
        if (turning % 2 != 0 && turning != headDimension)
        {
            throw keys.Bad("rope.dimension_count", turning, $"an even number from 2 to {headDimension}, the head's width");
        }

        var plain = new RopeConfig
        {
            Theta = keys.Positive("rope.freq_base", defaultTheta),
            RotaryDimension = turning == headDimension ? 0 : turning,
        };
        bool hasDivisors = keys.File.Tensors.ContainsKey(GgufNames.RopeDivisors);

        // Converters of Phi-3 write longrope's factors without a type.
        bool hasFactors =
            keys.File.Tensors.ContainsKey(GgufNames.RopeShortFactors) || keys.File.Tensors.ContainsKey(GgufNames.RopeLongFactors);
        string kind = keys.String("rope.scaling.type")
            ?? (
                hasFactors ? "longrope"
                : keys.Has("rope.scaling.factor") ? "linear"
                : "none"
            );
        if (hasFactors && kind != "longrope")
        {
            throw keys.Bad(
                "rope.scaling.type",
                $"{kind} with {GgufNames.RopeShortFactors} or {GgufNames.RopeLongFactors}",
                "longrope, or no such key"
            );
        }

        return (kind, hasDivisors) switch
        {
            ("none", false) => Unscaled(keys, plain),
            ("none", true) => Unscaled(keys, plain) with
            {
                Kind = "llama3",
                FrequencyDivisors = Divisors(keys, GgufNames.RopeDivisors, turning / 2),
            },
            ("linear", false) => Unscaled(keys, plain) with { Kind = "linear", Factor = keys.Positive("rope.scaling.factor") },
            ("yarn", false) => Yarn(keys, plain),
            ("longrope", false) => LongRope(keys, plain, turning / 2),
            _ => throw keys.Bad(
                "rope.scaling.type",
                hasDivisors ? $"{kind} with {GgufNames.RopeDivisors}" : kind,
                "none, linear, yarn or longrope"
            ),
        };
    }

    /// <summary>A file that multiplies the attention without a kind of scaling that defines it is not one we know.</summary>
    private static RopeConfig Unscaled(GgufSection keys, RopeConfig plain)
    {
        Neutral(keys, "rope.scaling.attn_factor", 1);
        Neutral(keys, "rope.scaling.yarn_attn_factor", 1);
        Neutral(keys, "rope.scaling.yarn_ext_factor", 0);
        return plain;
    }

    /// <summary>
    /// The attention factor is <c>attn_factor</c> times 0.1·ln factor + 1; llama.cpp computes the second itself and does not use
    /// <c>yarn_attn_factor</c>.
    /// </summary>
    private static RopeConfig Yarn(GgufSection keys, RopeConfig plain)
    {
        Neutral(keys, "rope.scaling.yarn_ext_factor", 1);
        Neutral(keys, "rope.scaling.yarn_log_multiplier", 0);
        double factor = keys.Positive("rope.scaling.factor");
        double fast = keys.Positive("rope.scaling.yarn_beta_fast", 32),
            slow = keys.Positive("rope.scaling.yarn_beta_slow", 1);
        if (fast < slow)
        {
            throw keys.Bad("rope.scaling.yarn_beta_fast", fast, $"at least yarn_beta_slow, {slow}");
        }

        if (plain.Theta <= 1)
        {
            throw keys.Bad("rope.freq_base", plain.Theta, "more than 1 with yarn");
        }

        return plain with
        {
            Kind = "yarn",
            Factor = factor,
            OriginalMaximumPositions = Original(keys),
            FastTurns = fast,
            SlowTurns = slow,
            AttentionFactor = RopeReader.Magnitude(factor, 1) * keys.Positive("rope.scaling.attn_factor", 1),
        };
    }

    private static RopeConfig LongRope(GgufSection keys, RopeConfig plain, int frequencies)
    {
        // llama.cpp would also divide every frequency by it; transformers would not.
        Neutral(keys, "rope.scaling.factor", 1);
        return plain with
        {
            Kind = "longrope",
            OriginalMaximumPositions = Original(keys),
            ShortFactors = Divisors(keys, GgufNames.RopeShortFactors, frequencies),
            LongFactors = Divisors(keys, GgufNames.RopeLongFactors, frequencies),
            AttentionFactor = keys.Positive("rope.scaling.attn_factor", 1),
        };
    }

    private static double Original(GgufSection keys) =>
        keys.Integer("rope.scaling.original_context_length", 1, Limits.Positions, keys.Integer("context_length", 1, Limits.Positions));

    private static void Neutral(GgufSection keys, string name, double neutral)
    {
        if (keys.Number(name) is { } value && value != neutral)
        {
            throw keys.Bad(name, value, $"{neutral}, or no such key");
        }
    }

    private static float[] Divisors(GgufSection keys, string name, int count)
    {
        string place = $"{keys.File.Path}: {name}";
        if (!keys.File.Tensors.TryGetValue(name, out TensorEntry? tensor))
        {
            throw new BadInputException(place, "is missing", $"F32 [{count}]", "Convert the model again.");
        }

        if (tensor.Shape is not [var length] || length != count || tensor.Type != StorageType.F32)
        {
            throw new BadInputException(place, $"is {tensor.Type} {tensor.ShapeText}", $"F32 [{count}]", "Convert the model again.");
        }

        var values = new float[count];
        using MappedBytes bytes = keys.File.Pin(tensor);
        Dequantisation.Dequantise.All(tensor, bytes, values);
        return values.All(value => value is > 1e-30f and < 1e30f)
            ? values
            : throw new BadInputException(
                place,
                "holds a value that is not a positive number",
                "positive numbers",
                "Download the file again."
            );
    }
}
