namespace Refrain.Checkpoints.Configs;

/// <summary>Reads rotary embeddings: <c>rope_parameters</c> of version 5, or the older <c>rope_theta</c> and <c>rope_scaling</c>.</summary>
internal static class RopeReader
{
    private const string Supported = "default, linear, dynamic, yarn, longrope or llama3";
    private const string Original = "original_max_position_embeddings";

    /// <summary>The rotary embedding of a model that has one for all layers.</summary>
    /// <param name="config">The text model's part of config.json.</param>
    /// <param name="defaultTheta">θ where the file has none.</param>
    /// <param name="headDimension">Width of a head; null: from <c>head_dim</c>, or the hidden size and the number of heads.</param>
    public static RopeConfig Read(ConfigSection config, double defaultTheta, int? headDimension = null)
    {
        double theta = config.Positive("rope_theta", defaultTheta);
        ConfigSection? rope = config.Section("rope_parameters") ?? config.Section("rope_scaling");
        return Read(rope?.Section("full_attention") ?? rope, config, theta, headDimension);
    }

    /// <summary>
    /// The rotary embeddings of full and of sliding layers: version 5 has one object per layer type, older files scale only the full
    /// layers.
    /// </summary>
    /// <param name="config">The text model's part of config.json.</param>
    /// <param name="theta">θ of full layers where the file has none.</param>
    /// <param name="slidingTheta">θ of sliding layers where the file has none.</param>
    /// <param name="headDimension">Width of a head.</param>
    public static (RopeConfig Full, RopeConfig Sliding) ReadByLayerType(
        ConfigSection config,
        double theta,
        double slidingTheta,
        int headDimension
    )
    {
        ConfigSection? ropes = config.Section("rope_parameters");
        ConfigSection? full = ropes?.Section("full_attention"),
            sliding = ropes?.Section("sliding_attention");
        return full is null && sliding is null
            ? (Read(config, theta, headDimension), Read(null, config, slidingTheta, headDimension))
            : (Read(full, config, config.Positive("rope_theta", theta), headDimension), Read(sliding, config, slidingTheta, headDimension));
    }

    /// <summary>One object of rope parameters.</summary>
    /// <param name="rope">The object with <c>rope_type</c> (older: <c>type</c>); null: no scaling.</param>
    /// <param name="config">The object around it, which may hold members that the inner one lacks.</param>
    /// <param name="theta">θ where the object has none.</param>
    /// <param name="headDimension">Width of a head; null: as in <see cref="Read(ConfigSection, double, int?)"/>.</param>
    public static RopeConfig Read(ConfigSection? rope, ConfigSection config, double theta, int? headDimension = null)
    {
        int width = headDimension
            ?? (
                config.Has("head_dim")
                    ? config.Integer("head_dim", 1, Limits.Width)
                    : config.Integer("hidden_size", 1, Limits.Width) / config.Integer("num_attention_heads", 1, Limits.Heads)
            );
        int turning = Turning(rope ?? config, config, width);
        var plain = new RopeConfig
        {
            Theta = rope?.Positive("rope_theta", theta) ?? theta,
            RotaryDimension = turning == width ? 0 : turning,
        };
        string kind = rope?.String("rope_type") ?? rope?.String("type") ?? "default";
        return kind switch
        {
            "default" => plain,
            "linear" => plain with { Kind = kind, Factor = rope!.Positive("factor") },
            "dynamic" => Dynamic(plain, rope!, config, turning),
            "yarn" => Yarn(plain, rope!, config),
            "longrope" or "su" => LongRope(plain, rope!, config, turning / 2),
            "llama3" => Llama3(plain, rope!, config),
            _ => throw new BadInputException(
                $"{rope!.Place}: rope_type",
                $"is {BadInputException.Show(kind)}, which is not supported",
                Supported,
                "Use another checkpoint."
            ),
        };
    }

    /// <summary>
    /// How many of a head's dimensions turn: int(width · partial_rotary_factor), as transformers rounds, or <c>rotary_dim</c>.
    /// </summary>
    private static int Turning(ConfigSection rope, ConfigSection config, int width)
    {
        const string Fraction = "partial_rotary_factor",
            Count = "rotary_dim";
        ConfigSection place = rope.Has(Fraction) ? rope : config;
        double fraction = place.Positive(Fraction, 1);
        int turning = config.Has(Count) && !place.Has(Fraction) ? config.Integer(Count, 2, width) : (int)(width * fraction);
        if (turning < 2 || turning > width || (turning % 2 != 0 && turning != width))
        {
            throw place.Has(Fraction)
                ? place.Bad(Fraction, fraction, $"a share of the head's width, {width}, that is an even number from 2 to {width}")
                : config.Bad(Count, turning, $"an even number from 2 to {width}, the head's width");
        }

        return turning;
    }

    private static RopeConfig Dynamic(RopeConfig plain, ConfigSection rope, ConfigSection config, int turning)
    {
        double factor = rope.Positive("factor");
        rope.RefuseUnless("factor", factor >= 1, "1 or more");
        return turning > 2
            ? plain with
            {
                Kind = "dynamic",
                Factor = factor,
                OriginalMaximumPositions = config.Positive("max_position_embeddings"),
            }
            : throw new BadInputException(
                $"{rope.Place}: rope_type",
                "is dynamic, where only 2 dimensions of a head turn",
                "4 or more",
                "Use another checkpoint."
            );
    }

    /// <summary>
    /// The attention factor where none is given: m(factor, mscale) / m(factor, mscale_all_dim) with m(s, k) = 0.1·k·ln s + 1, or m(factor,
    /// 1) without both (YaRN, arXiv 2309.00071, and transformers).
    /// </summary>
    private static RopeConfig Yarn(RopeConfig plain, ConfigSection rope, ConfigSection config)
    {
        double original = OriginalPositions(rope, config);
        double factor = Factor(rope, config, original);
        double fast = rope.Positive("beta_fast", 32),
            slow = rope.Positive("beta_slow", 1);
        rope.RefuseUnless("beta_fast", fast >= slow, $"at least beta_slow, {slow}");
        rope.RefuseUnless("rope_theta", plain.Theta > 1, "more than 1 with yarn");
        double scale = rope.NotNegative("mscale"),
            scaleAll = rope.NotNegative("mscale_all_dim");
        double inferred = scale > 0 && scaleAll > 0 ? Magnitude(factor, scale) / Magnitude(factor, scaleAll) : Magnitude(factor, 1);
        return plain with
        {
            Kind = "yarn",
            Factor = factor,
            OriginalMaximumPositions = original,
            FastTurns = fast,
            SlowTurns = slow,
            Truncate = rope.Boolean("truncate", true),
            AttentionFactor = rope.Positive("attention_factor", inferred),
        };
    }

    /// <summary>YaRN's growth of the attention with the stretch, 0.1·k·ln s + 1 above s = 1.</summary>
    public static double Magnitude(double stretch, double weight) => stretch <= 1 ? 1 : 0.1 * weight * Math.Log(stretch) + 1;

    /// <summary>
    /// The attention factor where none is given: sqrt(1 + ln factor / ln original) (LongRoPE, arXiv 2402.13753, and transformers).
    /// </summary>
    private static RopeConfig LongRope(RopeConfig plain, ConfigSection rope, ConfigSection config, int frequencies)
    {
        // Phi-3.5-MoE scales short and long sequences by these instead.
        rope.RefuseUnless("short_mscale", !rope.Has("short_mscale"), "no such member");
        rope.RefuseUnless("long_mscale", !rope.Has("long_mscale"), "no such member");
        double original = OriginalPositions(rope, config);
        double factor = Factor(rope, config, original);
        rope.RefuseUnless(Original, original > 1, "more than 1");
        return plain with
        {
            Kind = "longrope",
            OriginalMaximumPositions = original,
            ShortFactors = rope.Numbers("short_factor", frequencies),
            LongFactors = rope.Numbers("long_factor", frequencies),
            AttentionFactor = rope.Positive("attention_factor", factor <= 1 ? 1 : Math.Sqrt(1 + Math.Log(factor) / Math.Log(original))),
        };
    }

    private static RopeConfig Llama3(RopeConfig plain, ConfigSection rope, ConfigSection config)
    {
        double low = rope.Positive("low_freq_factor"),
            high = rope.Positive("high_freq_factor");
        rope.RefuseUnless("high_freq_factor", high > low, $"more than low_freq_factor, {low}");
        return plain with
        {
            Kind = "llama3",
            Factor = rope.Positive("factor"),
            LowFrequencyFactor = low,
            HighFrequencyFactor = high,
            OriginalMaximumPositions = OriginalPositions(rope, config),
        };
    }

    /// <summary>The member of the outer object counts first (Phi-3 has it there), then the inner one, then the longest sequence.</summary>
    private static double OriginalPositions(ConfigSection rope, ConfigSection config)
    {
        bool inside = rope.Has(Original);
        return config.Has(Original) ? config.Positive(Original)
            : inside ? rope.Positive(Original)
            : config.Positive("max_position_embeddings");
    }

    /// <summary>The factor as given, else the longest sequence over the original one.</summary>
    private static double Factor(ConfigSection rope, ConfigSection config, double original) =>
        rope.Has("factor") ? rope.Positive("factor") : config.Positive("max_position_embeddings") / original;
}
