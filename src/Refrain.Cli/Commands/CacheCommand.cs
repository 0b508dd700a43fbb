using System.CommandLine;
using System.Globalization;
using Refrain.Cli.Json;
using Refrain.Inference.Sidecars;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain cache</c>: the prepared weights that refrain keeps, and removing them.</summary>
internal static class CacheCommand
{
    private const string Named = "Models by name, or files by the first characters (4 or more) of their hash";

    /// <param name="folder">The cache; null: the user's.</param>
    public static Command Create(string? folder = null)
    {
        string cache = folder ?? CacheFolder.Default;
        return new Command("cache", "Lists, checks and removes the prepared weights that refrain keeps.")
        {
            List(cache),
            Clear(cache),
            Verify(cache),
        };
    }

    private static Command List(string cache)
    {
        var json = Options.Json("the folder and its files");
        var command = new Command(
            "list",
            "Lists what is kept: model, size, when it was last used, and whether it is damaged or unfinished."
        )
        {
            json,
        };
        command.SetAction(result =>
        {
            var files = SidecarFolder.List(cache);
            if (result.GetValue(json))
            {
                result.Output.WriteLine(CliJson.Indented(CacheJson.OfList(cache, files)));
            }
            else
            {
                Draw(cache, files, result.Output);
            }

            return ExitCode.Done;
        });
        return command.WithExample("What lies in the cache", "refrain cache list");
    }

    private static Command Clear(string cache)
    {
        var names = new Argument<string[]>("NAME") { Description = Named + "; all by default.", Arity = ArgumentArity.ZeroOrMore };
        var older = new Option<string?>("--older-than")
        {
            Description = "Only what was not used for this long: 30d, 12h, 2w.",
            HelpName = "time",
        };
        older.Validators.Add(option =>
        {
            if (option.Tokens is [var token, ..] && Age(token.Value) is null)
            {
                option.AddError(
                    $"--older-than: is {BadInputException.Show(token.Value)}; expected a whole number with h, d or w, such as 30d."
                );
            }
        });
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var json = Options.Json("what was removed");
        var command = new Command(
            "clear",
            "Removes prepared weights; a model's are made again when it is next run. What a process uses stays."
        )
        {
            names,
            older,
            yes,
            json,
        };
        command.SetAction(result =>
        {
            var files = Select(SidecarFolder.List(cache), result.GetValue(names) ?? []);
            if (result.GetValue(older) is { } text)
            {
                var before = DateTime.UtcNow - Age(text)!.Value;
                files = [.. files.Where(file => file.LastUsed < before)];
            }

            if (files.Count > 0 && !result.GetValue(yes) && !Confirmed(cache, files, result))
            {
                return ExitCode.Usage;
            }

            var removed = files.Where(SidecarFolder.Remove).ToList();
            foreach (var kept in files.Except(removed))
            {
                result.Error.WriteLine($"kept: {Name(kept)}: a process uses it, or there is no permission");
            }

            result.Output.WriteLine(
                result.GetValue(json)
                    ? CliJson.Indented(CacheJson.OfClear(cache, removed))
                    : $"freed {ByteSize.Text(removed.Sum(file => file.Bytes))}: {removed.Count} of {files.Count} files"
            );
            return ExitCode.Done;
        });
        return command
            .WithExample("Without asking, what was not used for a month", "refrain cache clear --older-than 30d --yes")
            .WithExample("The weights of one model", "refrain cache clear my-model");
    }

    private static Command Verify(string cache)
    {
        var names = new Argument<string[]>("NAME") { Description = Named + "; all by default.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("verify", "Compares every byte that is kept with its checksums; exits with 1 when something is damaged.")
        {
            names,
        };
        command.SetAction(result =>
        {
            int damaged = 0;
            foreach (
                var file in Select(SidecarFolder.List(cache), result.GetValue(names) ?? [])
                    .Where(file => file.State != SidecarState.Unfinished)
            )
            {
                string? problem = file.Problem
                    ?? (
                        file.Verify() is { } offset
                            ? string.Create(CultureInfo.InvariantCulture, $"the MiB from byte {offset} on differs from what was written")
                            : null
                    );
                damaged += problem is null ? 0 : 1;
                result.Output.WriteLine(
                    $"{Name(file)}: {(problem is null ? "whole" : $"damaged: {problem}; it is made again when it is next run")}"
                );
            }

            return damaged == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command.WithExample("After a disk failure", "refrain cache verify");
    }

    /// <summary>The files that one of the names means; all without names.</summary>
    private static IReadOnlyList<CachedSidecar> Select(IReadOnlyList<CachedSidecar> files, string[] names)
    {
        bool Means(CachedSidecar file, string name) =>
            file.Model == name || (name.Length >= 4 && file.Hash.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        foreach (string name in names.Where(name => !files.Any(file => Means(file, name))))
        {
            string known = string.Join(", ", files.Select(Name).Distinct().Take(8));
            throw new BadInputException(
                "cache",
                $"holds nothing of {BadInputException.Show(name)}",
                known.Length > 0 ? "one of " + known : "nothing: it is empty"
            );
        }

        return names.Length == 0 ? files : [.. files.Where(file => names.Any(name => Means(file, name)))];
    }

    private static bool Confirmed(string cache, IReadOnlyList<CachedSidecar> files, ParseResult result)
    {
        Draw(cache, files, result.Error);
        if (Console.IsInputRedirected || !Messages.IsTerminal)
        {
            result.Error.WriteLine("nothing was removed: give --yes to remove these");
            return false;
        }

        result.Error.Write($"Remove {files.Count} files, {ByteSize.Text(files.Sum(file => file.Bytes))}? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static TimeSpan? Age(string text) =>
        text.Length > 1
        && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number <= 100_000
            ? text[^1] switch
            {
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(number),
                'w' => TimeSpan.FromDays(7.0 * number),
                _ => null,
            }
            : null;

    private static string Name(CachedSidecar file) =>
        file.Model is { } model
            ? $"{BadInputException.Show(model)} ({Short(file.Hash)})"
            : BadInputException.Show(Path.GetFileName(file.File));

    private static string Short(string hash) => hash.Length > 8 ? hash[..8] : hash;

    private static string State(CachedSidecar file) =>
        (file.State, file.InUse) switch
        {
            (SidecarState.Unfinished, true) => "being written",
            (SidecarState.Unfinished, false) => "unfinished",
            (SidecarState.Damaged, _) => "damaged",
            (_, true) => "in use",
            _ => "",
        };

    private static void Draw(string cache, IReadOnlyList<CachedSidecar> files, TextWriter output)
    {
        if (files.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple);
            foreach (string column in (string[])["model", "kind", "hash", "size", "last used (UTC)", ""])
            {
                table.AddColumn(new TableColumn(column).NoWrap());
            }

            foreach (var file in files)
            {
                string[] cells =
                [
                    BadInputException.Show(file.Model ?? "?"),
                    BadInputException.Show(file.Kind),
                    Short(BadInputException.Show(file.Hash)),
                    ByteSize.Text(file.Bytes),
                    file.LastUsed.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                    State(file),
                ];
                table.AddRow(cells.Select(cell => new Text(cell)));
            }

            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
            console.Profile.Width = Math.Max(console.Profile.Width, 100);
            console.Write(table);
        }

        string folder = SidecarFolder.In(cache);
        output.WriteLine(
            $"{files.Count} files, {ByteSize.Text(files.Sum(file => file.Bytes))}, "
                + $"in {folder}{(DiskSpace.Free(folder) is { } free ? $"; {ByteSize.Text(free)} free" : "")}"
        );
    }
}
