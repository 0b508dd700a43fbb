namespace Refrain.Checkpoints.Configs;

/// <summary>Members of config.json that say nothing of the numbers of a forward pass: training, saving, sampling, labels, token ids.</summary>
internal static class IgnoredMembers
{
    private static readonly HashSet<string> _names =
    [
        // What the file is, and who wrote it.
        "_name_or_path", "name_or_path", "architectures", "model_type", "auto_map", "transformers_version", "transformers.js_config", "torch_dtype", "dtype",
        "unsloth_fixed", "unsloth_version", "model_name", "license", "library_name", "custom_code", "is_llama_config",

        // Training.
        "initializer_range", "attention_dropout", "hidden_dropout", "resid_pdrop", "embd_pdrop", "dropout", "classifier_dropout", "pretraining_tp",
        "router_aux_loss_coef", "router_jitter_noise", "output_router_logits", "gradient_checkpointing", "neftune_noise_alpha", "rope_type", "type", "finetuned",

        // How a program runs it.
        "use_cache", "cache_implementation", "_attn_implementation", "attn_implementation", "_attn_implementation_autoset", "_flash_attn_2_enabled",
        "output_attentions", "output_hidden_states", "return_dict", "return_dict_in_generate", "keys_to_ignore_at_inference", "torchscript", "use_bfloat16",
        "chunk_size_feed_forward", "pruned_heads", "tie_encoder_decoder", "is_encoder_decoder", "is_decoder", "cross_attention_hidden_size", "add_cross_attention",

        // Tokens, labels, sampling, lengths of other programs.
        "bos_token_id", "eos_token_id", "pad_token_id", "unk_token_id", "sep_token_id", "decoder_start_token_id", "tokenizer_class", "prefix",
        "id2label", "label2id", "num_labels", "problem_type", "finetuning_task", "task_specific_params", "max_sequence_length", "model_max_length",
        "temperature", "top_k", "top_p", "typical_p", "do_sample", "num_beams", "num_beam_groups", "num_return_sequences", "diversity_penalty", "early_stopping",
        "repetition_penalty", "length_penalty", "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "bad_words_ids", "max_length", "min_length", "max_new_tokens",
        "output_scores", "forced_bos_token_id", "forced_eos_token_id", "remove_invalid_values", "exponential_decay_length_penalty", "suppress_tokens", "begin_suppress_tokens",
        "tf_legacy_loss",
    ];

    // Features that not every decoder has a member for: where one is not read, only the value that leaves it out is right.
    private static readonly Dictionary<string, string> _neutral = new()
    {
        ["attention_bias"] = "false",
        ["mlp_bias"] = "false",
        ["lm_head_bias"] = "false",
        ["qkv_bias"] = "false",
        ["qk_layer_norms"] = "false",
        ["use_qk_norm"] = "false",
        ["use_sliding_window"] = "false",
        ["use_bidirectional_attention"] = "false",
        ["use_mrope"] = "false",
        ["rope_interleaved"] = "false",
        ["full_attn_mod"] = "1",
        ["interpolate_factor"] = "1",
        ["activation"] = "\"swiglu\"",
    };

    public static bool Contains(string name) => _names.Contains(name);

    /// <summary>The only value, as JSON, that is right where an architecture does not read the member; null: none is.</summary>
    public static string? Neutral(string name) => _neutral.GetValueOrDefault(name);
}
