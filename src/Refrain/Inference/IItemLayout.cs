namespace Refrain.Inference;

/// <summary>
/// One kind of item that a run stores: the only place that knows its bytes. What <see cref="Encode"/> writes, <see cref="Decode"/> reads
/// as it was; anything else is a <see cref="BadInputException"/>.
/// </summary>
/// <typeparam name="T">The layout itself.</typeparam>
internal interface IItemLayout<T>
    where T : IItemLayout<T>
{
    /// <summary>The stage whose results have this layout.</summary>
    static abstract string Stage { get; }

    /// <summary>Reads an item.</summary>
    /// <exception cref="BadInputException">The item is damaged, or of another version.</exception>
    static abstract T Decode(StoredItem item);

    /// <summary>The item's payload.</summary>
    byte[] Encode();
}
