namespace Refrain.Prompts;

/// <summary>
/// Aligns the rows of one class and split over languages. A row belongs to its own number when its English text says so, or says nothing;
/// else to the first number with that English text that its language has not filled; else to a new number if its own is free; else it is a
/// prompt of this language only.
/// </summary>
internal sealed class PolyRefuseRows(PromptClass promptClass, Split split, SuiteContent content)
{
    private readonly SortedDictionary<int, SuiteRecord> records = [];
    private readonly Dictionary<int, string> english = [];
    private readonly Dictionary<string, List<int>> numbers = new(StringComparer.Ordinal);
    private readonly HashSet<(string Language, int Number)> filled = [];
    private readonly List<SuiteRecord> unaligned = [];

    public void Add(PolyRefuseFile file, PolyRefuseRow row)
    {
        int? number = Align(file.Language, row);
        if (number is null)
        {
            Keep(file, row);
            return;
        }

        filled.Add((file.Language, number.Value));
        string id = Id(number.Value);
        if (number != row.Number)
        {
            content.Note(SuiteFindingKind.OutOfOrder, file.Language, promptClass, split, id);
        }

        if (!records.TryGetValue(number.Value, out var record))
        {
            record = new(id, number, promptClass, split, row.Category, new(StringComparer.Ordinal));
            records.Add(number.Value, record);
        }

        if (string.IsNullOrWhiteSpace(row.Text))
        {
            content.Note(SuiteFindingKind.Empty, file.Language, promptClass, split, id);
            return;
        }

        if (record.Text.Count > 0 && record.Category != row.Category)
        {
            content.Note(SuiteFindingKind.CategoryDiffers, file.Language, promptClass, split, id);
        }

        record.Text.Add(file.Language, row.Text);
    }

    /// <summary>Hands the records over, in the order of their numbers; those of one language only come last.</summary>
    public void Finish(string folder)
    {
        foreach (var record in records.Values.Concat(unaligned))
        {
            content.Add(record, folder);
        }
    }

    private int? Align(string language, PolyRefuseRow row)
    {
        int own = row.Number;
        bool free = !filled.Contains((language, own));
        if (string.IsNullOrWhiteSpace(row.English))
        {
            return free ? own : null;
        }

        if (free && english.GetValueOrDefault(own) == row.English)
        {
            return own;
        }

        foreach (int number in this.numbers.GetValueOrDefault(row.English) ?? [])
        {
            if (!filled.Contains((language, number)))
            {
                return number;
            }
        }

        if (!free || !english.TryAdd(own, row.English))
        {
            return null;
        }

        if (!this.numbers.TryGetValue(row.English, out var numbers))
        {
            this.numbers.Add(row.English, numbers = []);
        }

        numbers.Add(own);
        return own;
    }

    private void Keep(PolyRefuseFile file, PolyRefuseRow row)
    {
        if (!string.IsNullOrWhiteSpace(row.Text))
        {
            var text = new SortedList<string, string>(StringComparer.Ordinal) { [file.Language] = row.Text };
            unaligned.Add(new($"{file.Language}-{Id(row.Number)}", null, promptClass, split, row.Category, text));
        }
    }

    private static string Id(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
