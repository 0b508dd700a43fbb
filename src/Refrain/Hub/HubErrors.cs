using System.Globalization;
using Refrain.Ground.Net;

namespace Refrain.Hub;

/// <summary>What the Hub's refusals mean, and what to do.</summary>
internal static class HubErrors
{
    /// <summary>The failure that an answer other than 2xx is.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="answer">Status and headers.</param>
    /// <param name="settings">Endpoint and token.</param>
    /// <param name="foreign">True when another host than the endpoint answered.</param>
    public static Exception Of(HubName name, HttpResponseMessage answer, HubSettings settings, bool foreign)
    {
        int status = (int)answer.StatusCode;
        string host = answer.RequestMessage?.RequestUri?.Authority ?? settings.Endpoint;
        string said = HubClient.Header(answer, "X-Error-Message") is { } text
            ? $"{status}: {BadInputException.Show(text)}"
            : status.ToString(CultureInfo.InvariantCulture);
        if (RetryRule.MayPass(answer.StatusCode) || (foreign && status is 401 or 403))
        {
            // A signed address on another host runs out: a new one is asked for.
            return new TransientException($"{host} answered {said}", RetryRule.Asked(answer));
        }

        string? code = foreign ? null : HubClient.Header(answer, "X-Error-Code");
        string place = name.ToString(),
            address = $"{settings.Endpoint}/{name.Repository}";
        return code switch
        {
            "GatedRepo" => new BadInputException(
                place,
                $"is gated ({said})",
                "an account that its authors let in",
                settings.Token is null
                    ? $"Accept the terms at {address}, and set HF_TOKEN to a token of that account ({settings.Endpoint}/settings/tokens)."
                    : $"Accept the terms at {address} with the account of the token in {settings.TokenPlace}; "
                        + $"a fine-grained token also needs the right to read gated repositories."
            ),
            "RevisionNotFound" => new BadInputException(
                place,
                $"has no revision {BadInputException.Show(name.Revision)}",
                "a branch, tag or commit",
                $"See {address}/tree/main for what there is."
            ),
            "EntryNotFound" => new BadInputException(
                place,
                $"lacks a file that its listing names ({said})",
                "the listed files",
                "Run the command again."
            ),
            _ when status == 401
                    && settings.Token is not null
                    && said.Contains("Invalid credentials", StringComparison.OrdinalIgnoreCase) => new BadInputException(
                settings.TokenPlace,
                $"holds a token that {settings.Endpoint} does not accept ({said})",
                "a valid token",
                $"Make one at {settings.Endpoint}/settings/tokens, or remove it for public models."
            ),
            "RepoNotFound" => Missing(place, settings),
            _ when status is 401 or 404 && !foreign => Missing(place, settings),
            _ => new BadInputException(
                place,
                $"cannot be downloaded: {host} answered {said}",
                "access",
                status == 403 ? $"Check at {address} whether your account may read it." : "Check the name and HF_ENDPOINT."
            ),
        };
    }

    // The Hub says the same of private and of missing models, on purpose.
    private static BadInputException Missing(string place, HubSettings settings) =>
        new(
            place,
            $"is no folder or file here, and no model at {settings.Endpoint} "
                + $"that {(settings.Token is null ? "anyone may read" : $"the token in {settings.TokenPlace} may read")}",
            "a path, or a model's name",
            settings.Token is null ? "Check the spelling; for a private model, set HF_TOKEN." : "Check the spelling and the token's rights."
        );
}
