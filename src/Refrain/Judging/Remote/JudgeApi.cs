namespace Refrain.Judging.Remote;

/// <summary>Which of an OpenAI-compatible endpoint's two addresses is asked.</summary>
public enum JudgeApi
{
    /// <summary><c>/chat/completions</c>: the server renders the messages through the model's chat template.</summary>
    Chat,

    /// <summary><c>/completions</c>: the model reads the text as it is.</summary>
    Completions,
}
