namespace Refrain.Tests.Browser;

/// <summary>
/// Texts that do harm wherever they are not escaped: ways out of every place where text stands, times things to do once outside.
/// </summary>
internal static class HostileStrings
{
    private static readonly string[] Exits =
    [
        "",
        "\">",
        "'>",
        "</script>",
        "</style>",
        "</title>",
        "</textarea>",
        "</noscript>",
        "</svg>",
        "</bdi></td></tr></table>",
        "-->",
        "]]>",
        "\\\"});",
        "`+",
        "\u202E",
        "\u0000",
        "\ud800",
        "{a|}",
    ];

    private static readonly string[] Deeds =
    [
        "<script>ran(1)</script>",
        "<img src=x onerror=ran(2)>",
        "<svg onload=ran(3)>",
        "<svg><script>ran(4)</script></svg>",
        "<iframe srcdoc='<script>parent.ran(5)</script>'></iframe>",
        "<a href=javascript:ran(6) autofocus onfocus=ran(6)>x</a>",
        "<link rel=stylesheet href=http://evil.example/7.css>",
        "<meta http-equiv=refresh content='0;url=http://evil.example/8'>",
        "<base href=http://evil.example/><img src=9>",
        "<style>*{background:url(http://evil.example/10)}</style>",
        "<math><mtext><style><img src=x onerror=ran(11)></style></mtext></math>",
        "<details open ontoggle=ran(12)>",
        "<input autofocus onfocus=ran(13)>",
        "<object data=javascript:ran(14)></object>",
        "<form action=http://evil.example/15><button autofocus>go</button></form>",
        "<video><source onerror=ran(16)></video>",
        "<template><script>ran(17)</script></template><!--<script>",
        "ran(18);//",
        "${ran(19)}",
        "\" onmouseover=\"ran(20)\" style=\"position:fixed;inset:0",
        "'-ran(21)-'",
        "{{constructor.constructor('ran(22)')()}}",
        "javascript:ran(23)",
        "&lt;script&gt;ran(24)&lt;/script&gt;",
        "\\u003cscript\\u003eran(25)\\u003c/script\\u003e",
        "{tooltip|<img src=http://evil.example/26>}",
        "__proto__",
        "constructor",
        "\u2028ran(29)\u2029",
        "<image xlink:href=http://evil.example/30></image>",
    ];

    /// <summary>200 of them, each once.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Exits.SelectMany(exit => Deeds.Select(deed => exit + deed)).Distinct().Where((_, index) => index % 8 != 7).Take(170),
        .. Exits.Reverse().SelectMany(exit => Deeds.Select(deed => deed + exit + deed)).Distinct().Take(30),
    ];
}
