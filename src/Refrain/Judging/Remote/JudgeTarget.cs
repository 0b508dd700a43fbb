using System.Security.Cryptography;
using System.Text;

namespace Refrain.Judging.Remote;

/// <summary>What settings ask for, checked before anything is sent.</summary>
/// <param name="Format">How the model is asked and read.</param>
/// <param name="Api">Which interface of the endpoint is asked.</param>
/// <param name="Address">The interface's address.</param>
/// <param name="Identity">Depends on the format, the address, the model and the further options; never on the key.</param>
internal sealed record JudgeTarget(JudgeFormat Format, JudgeApi Api, Uri Address, JudgeIdentity Identity)
{
    /// <exception cref="BadInputException">A setting cannot be used.</exception>
    public static JudgeTarget Of(RemoteJudgeSettings settings)
    {
        var format = JudgeFormats.Find(settings);
        var api = settings.Api ?? format.UsualApi;
        if (api == JudgeApi.Completions && format.Text is null)
        {
            throw new BadInputException(
                KnownSettings.JudgeApi,
                "is completions",
                $"chat: the policy of {format.Name} stands in its chat template"
            );
        }

        var address = JudgeEndpoint.Address(settings.Endpoint, api);
        return new JudgeTarget(format, api, address, new($"{format.Name} ({settings.Model})", Version(settings, format, address)));
    }

    private static string Version(RemoteJudgeSettings settings, JudgeFormat format, Uri address)
    {
        string options = string.Join(
            "\0",
            settings
                .Options.OrderBy(option => option.Key, StringComparer.Ordinal)
                .Select(option => $"{option.Key}={option.Value.GetRawText()}")
        );
        byte[] hash = SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Join("\n", format.Name, format.Version, address, settings.Model, options))
        );
        return $"{format.Name}-{format.Version}-{Convert.ToHexStringLower(hash.AsSpan(0, 6))}";
    }
}
