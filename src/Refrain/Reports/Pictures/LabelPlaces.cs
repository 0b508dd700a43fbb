namespace Refrain.Reports.Pictures;

/// <summary>
/// Finds a free place beside its point for each label, in the order in which they come; the same points give the same places.
/// </summary>
internal sealed class LabelPlaces(double right, double top, double bottom)
{
    private const double Height = 13;

    private readonly List<(double X, double Y, double Width, double Height)> taken = [];

    /// <summary>A point that labels should not cover.</summary>
    public void Avoid(double x, double y, double size) => taken.Add((x - size, y - size, 2 * size, 2 * size));

    /// <summary>Where the text's left lower corner goes.</summary>
    public (double X, double Y) Place(string text, double x, double y, double gap)
    {
        double width = (6.6 * text.Length) + 2;
        (double X, double Y)[] tries =
        [
            (x + gap, y + 4),
            (x - gap - width, y + 4),
            (x - (width / 2), y - gap),
            (x - (width / 2), y + gap + 9),
            (x + gap, y - 8),
            (x + gap, y + 16),
            (x - gap - width, y - 8),
            (x - gap - width, y + 16),
            (x + gap, y - 20),
            (x + gap, y + 28),
            (x - gap - width, y - 20),
            (x - gap - width, y + 28),
        ];
        var free = tries.Cast<(double X, double Y)?>().FirstOrDefault(place => Fits(place!.Value.X, place.Value.Y, width)) ?? tries[0];
        taken.Add((free.X, free.Y - 10, width, Height));
        return free;
    }

    private bool Fits(double x, double y, double width) =>
        x >= 0
        && x + width <= right
        && y - 10 >= top
        && y + 3 <= bottom
        && taken.TrueForAll(box => x + width <= box.X || box.X + box.Width <= x || y + 3 <= box.Y || box.Y + box.Height <= y - 10);
}
