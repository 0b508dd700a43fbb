using System.Text.Json.Serialization;

namespace Refrain.Measurement;

/// <summary>What a cell of the transfer matrix supports.</summary>
[JsonConverter(typeof(Words<TransferClaim>))]
public enum TransferClaim
{
    /// <summary>Nothing was judged with and without the intervention.</summary>
    [Word("not measured")]
    NotMeasured,

    /// <summary>No effect beyond chance: the cell supports no claim.</summary>
    [Word("no claim")]
    None,

    /// <summary>The effect is beyond chance and larger than each control's, and the source's labels are no chance either.</summary>
    [Word("effective")]
    Effective,

    /// <summary>The effect is beyond chance, but not larger than each control's: any change to the model might do it.</summary>
    [Word("not above controls")]
    NotAboveControls,

    /// <summary>The effect is beyond chance; no control was measured.</summary>
    [Word("effect without controls")]
    WithoutControls,

    /// <summary>Beyond chance, against what the intervention is for: ablation raises refusal, or addition lowers it.</summary>
    [Word("opposite effect")]
    Opposite,
}
