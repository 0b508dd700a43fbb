namespace Refrain.Tokens;

/// <summary>
/// The script of each code point as the tokenizers library knows it: Unicode 9.0.0, with Katakana and Hiragana counted as Han.
/// </summary>
/// <remarks>
/// Source: Scripts.txt of the Unicode Character Database (Unicode License v3). Format, after base64 and deflate, in variable-length
/// integers of 7 bits
/// a byte, low bits first: number of runs; for each: distance from the end of the run before, length, number of the script. Code points in
/// no run have none.
/// </remarks>
internal static class UnicodeScriptData
{
    public const string Compressed =
        "bVVZjFxXEa1Tt+7be5mtp9wz091ut/v1MlvbTnvG9rRnxrHHS2J77HhJAomZxIE4u8chi5Nxx3Y2hUR8Ij5QJCIEEoIvQEFIgARCfCCBCOEHRZH4REAkEJ8IvTeDSCSk0ulzT92r97pu1XkfOFRRVJ"
        + "SKPXJSnFFCj3IpWqXRHkGpnOLPTY9iJZsmOEPDSk93SOIkZ2LeJIgFW2RTB2IMxzgYU3Yb5WN6FePEHfoOxlG37FrEFsl2y8Zi77Q3Nm3tdGglOe2kmBViBVJeSTEQCjtUFEKHHk+VqlD2ORx4js1z"
        + "NCu06xVk91+0009w7gmMH2UcXRoReFLIprsnhFZLyVsMlIiViiWSEF7IHHIhhBsCoZGQ/VSR0EMoHMImWWuacJrCTS404TbBW8Fowqa6aRo0XWkCTTffDE0DfgOmgUIDbgPcgG1wkCqmwWjkpMFRw0"
        + "XDNWvw1pjXuLAGdw28BrvGfqqYNY/XZFMZXAt4A86GMRuQDcMbwAY4IcZsmGhD7FaKseFgIzuyYaUPeH3A9IHRPpDvw/x3LX24vMmTfRz04Xl9kHThdWG6GO0i6MJ22U+X0nW56yIhHHTB3axZgbcC"
        + "s4LmCm8SZ0XyK1xcYV7H4LrRdfjrwDq76wbr4iQc3roTrLNZj/bdhEBp/CZ28gKwwJuIBUcW4C7AJMstPZMs2aaKs8DBAstC5egtoHYLEm/+IncLcG+BRIlvYee7uIfqO4AdFju4vSO5f9lBfW7TsS"
        + "qkym4VSEkzxe2fFXNVzKfkUJUrVVOsOudH2Rnlvh2kiXvNicfJKIWPu5nn4T4fjkwSqz88EGVegHkB/EL0wD4O9jnBPodXk1bDavJ8fxXBqnNx1Wuv2iODQXkR0aJEi4JFEy1S6UW2L4aT56V43gnP"
        + "Gz5PlX00nmfO08HrmLjO4XUnuO5kr3Ous3SXK1OuWXyW9gSeBDR30OQOGnOQZu8jf3yv96xnOskTMym6naQo6CSzjk4yVdxx6j2yMWGcOimRFDO9RDnSS8a427G2Q33uUSFmJ+Z6il462ZtRjvmOGL"
        + "kY2SSFoZhNDD9GpMmQXVCEiZ9wuOUtyPRMWQe2d3L11CeMEqf+gx6NpTig1OyRUfm7KGLdFurIu65Sn3P0T1GuKFfVRApPi6L5mRpmaqj06No2627732XP3YbLt5HFbdBo1Xer+L9RGafDur/Ywr2t"
        + "6EO0ipGKVUIrdbEWbVPyWyQd4jZ5StIiUZxvMScFJJNuuy9FadlmxjzQRl5pLGNrGuVbVG5jUancplWlmRYutujbUPrh7lawqPThN9Fqve2/CbP3Tfizh+i7/DqGL43TRc+rKj2S1IBqPXi9g36PJr"
        + "8sgTpzX/KOPOlFTzqlEk/PpS85R7XHQjxGE21zck/ipsEe4T1Uvgd7C362wEGBpUCVe+jQS2pfotETgVPlNLaK0k4N3k+uOzg9StMnODjhvHehHY22pdO+vfw3bvGVVt3tRdba4jTsNDANTiOYpqsy"
        + "8BdOXDq/KNyVRlY436FAnWyHeJx2KIYUomIFr0MYn/3khEpBWr+pVlLRcts4bd4M0zauwtXAKkfLKC5jaBm8jNwyZ5er15etUZlS4yudSrpNEM9MJa19ExN3ms5QDh0aU6l9LhrbadsP2NJrAF4D1R"
        + "6U7IOt0xM0+zSVHubgYaf2kNQeksZ2b89wiOGv4ke85BeWAm/pa3DGGGOYHAOPGSScCrPwZ6nyCJXPef652aEp8JS1UzT+qMGjVDxscXixcpL0bhm+m6fvJpkHz1tvHmYeY/Ni5sWf9/x5t3KJKp+v"
        + "xMckOuZ3HeM6VNjN3m4a2mW9XTR4xZUrkXvl9LEv7N19f2b3/a5z/8dcllfMyayUsjlkafmO7LZrbnDNuWME2ZEoPuKffIrzT2F4PRzcj8n9S+5Z4CzkLHJnEZ519h+wwQFH6vDqzHUu1OHWwXXYOv"
        + "upYuqMuoO6devs1o2tv4X7LgBJVI++Ci94Fd9C9xmuP1M9fDoMTjuZ1aG5l73g5W6RTY4lzx/z2TcQ4Q38zMx/8XX2I0xFyEbBRGQqx7lwHNnjv3a+7hYfeaoIWwx/geJPRr7vVX5X/pWY9w+9L55b"
        + "PoPgjPCZSyWfHT84cjkILsO9jJHLdujyJ87hU+HMqfzAqUXcKP915sbQP+yNt49z69+jj5Vtpmz8shuUWcok+qf6v6BBrNxTMp3EU7x0ZN0OlTQZ6P06eiT+MS6oP6jv4JxiRcHKUGZlUUQKJN2Hpa"
        + "R72Uv5eMJhk1TSmx+w8nusvEvpK/Zqzl5F7upvA7eGgRq7NXANtvaH3C9xF+fvap6ADZL+f9cXwZiABclSEAgk4YA4CdviMJ/a8+nYFEXgpgc3zwaCAbFGYBOyh+UdnlR5WKOcck6RU+zUIKOmrDig"
        + "sqDzxdTfWDOTKr66rN/D713NZJI/5l/T6Jy2I5U59QJ1GuqVdC2XWK4H5SipjuR0+6BOQ38a/fE33Gr+oNIKP0KLb061PjrzDWn9+a1JaOmS9vEJOv8B";
}
