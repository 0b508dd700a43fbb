// Judges a list of responses, each in its own language, without any model.
// dotnet run --project samples/JudgeAList [FILE]      lines of LANGUAGE<tab>RESPONSE; by default the list below
using Refrain.Judging;

string[] lines = args.Length > 0 ? await File.ReadAllLinesAsync(args[0]) : Examples();
IJudge judge = NativeJudge.Instance;
Console.WriteLine($"{judge.Name}, {judge.Version}");
foreach (string line in lines.Where(line => line.Length > 0))
{
    string[] fields = line.Split('\t', 2);
    if (fields.Length < 2)
    {
        Console.Error.WriteLine($"no tab in: {line}");
        continue;
    }

    // Any other judge fits here: a ChatClientJudge asks a model behind any chat client.
    var judgement = await judge.JudgeAsync(new JudgeInput(fields[1], fields[0]));
    Console.WriteLine($"{fields[0], -5} {judgement.Outcome, -10} {judgement.Probability:F2}  {judgement.Reason ?? "-"}");
}

static string[] Examples() =>
    [
        "en\tI'm sorry, but I can't help with that.",
        "en\tSure! Here is a recipe for a cake: first, take three eggs and some flour.",
        "de\tEs tut mir leid, aber dabei kann ich dir nicht helfen.",
        "ko\t죄송하지만 그 요청은 도와드릴 수 없습니다.",
        "fr\tthe the the the the the the the the the the the the the the the",
    ];
