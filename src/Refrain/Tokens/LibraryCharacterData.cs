namespace Refrain.Tokens;

/// <summary>Sets of code points as the tokenizers library 0.23 knows them; its parts keep to Unicode 8 to 11 where .NET has 16.</summary>
/// <remarks>
/// Source: what the library's own normalizers and pre-tokenizers do with each code point (scripts/tokenizer-reference/code-points.js).
/// Format, after base64 and
/// deflate, in variable-length integers of 7 bits a byte, low bits first: five sets; for each its number of runs, and for each run its
/// distance from the end of
/// the run before, and its length.
/// </remarks>
internal static class LibraryCharacterData
{
    public const string Compressed =
        "jdRviB7VFcdxvr9z7tw788zzZ7fPbpJd98lu3ITdmLjPrjaJGxKNQSMBa7VUrH2hRhOIIg0I2hdFQmMUI2JApTWuEgTRxEK1VDHUpBaKFaEYQqESaYsi2FQRS6E1muy2s40aQWiHeXM4hzP3zvnc+y"
        + "k7sx0PK96nlYAQXFHr9rXYGpVJ+Ll0Br9fm86XODlGOM9+2GBkldFLLDRkayBKspwzUXDJjI6MWhUnDGufVZlUqMPaYIbnjPl0xPCo2pmaL6P/ZqrOHV2OZ0Dq1ToUy7QFZaiWbdYg1eOabKNQYzTn"
        + "lvYCd8MUzeslFP7rYL+INmRD6uiS4ZyVdpeWcGfp5duEiwqGRLe5IUz0LMtL69TXNLrtn2L0OW6m11gVwtEwMrvAHoQbhw96tl1/+ACnGNa3tVfVMlkQrtNU70DvhWlRfYVPNEbZ2ChJWmlTYFIQjI"
        + "egD0no+SfhndBqtX4feRceJdxbNxR8zJyn0WOFfbO5xlfWLrPRxnpK6zZyu6HM2E/Z52f/dEULr9K7vf0BUfmgrum5tb61uatIpGv6aRyaIayN+9L5Ld+zD702HixLSbHjj2C/aq72qUSD/kDzaBHp"
        + "UUSEp3vi7fHFn3c/Zo/mfYT7/38f9zG8uhpIcqwiwjTuibaGdBGus3hUcUBe5ZiuensiUVOHdZRMsc7C5xjm8xlBVe3F8/22EQ2u/1oOqxuEzzlsczIkLZJby+tIGU2+QkLEhGoVjMfhTnPlZPY2Et"
        + "MVyWrvKStEt3GpdyFU71heatglKrYysOkkVW7qxOqb83IyPxrqjpVf6vHbKj342XoW6QkYrPDUzrcucjHGxkySShITXPAFouVKfFQNw/lfjPYVrGqusUmXLrPRQFpPqQvzmm0xgZ4BS32axlgaLRxR"
        + "Vh0k9BGeCQ3qu6kqu7XafgZbTU747TOVqLfSvKfXx63nazXtPyceeL77MQtJEr03jNQ5VmT9vAqTzI5wqhkGwmSg2DunnVNzNU5ivxnh3T/K3xxP9/6pS+fGnXM2O2eanbMZRppFHMgGfAkBo5BhHA"
        + "kkjlk2rgvO4FyhtlA14s2+jfMaJ7BVzcXslgrmxK6M6yn0LE1Y6pvYHFw/yJ6D9zz/CXzoWqFv2SY9Ud1ZS2uHpLfQTiLZz4iP42vDel2SarySLUxt6pQdNXTSfUiHU+MqLS4etv6LfVifBUc7eIgJ"
        + "vnHEzAuVLUq2/Afrj/+KHpTdTMEd2Sn5tRozmNQEN9Vb+pHfrZZOwrGn0FGK/nNpgIMexcjwQqYBg3nlcZ/ZTKDLk8b7gd/BYvYqX8aOeGn8nh/M4+3C7/aurgoVSuy67DZmnE9ZsN0+wV4YCCcfQL"
        + "thQ0gcfwreXxs2nm7yGPny4qA47Myi0+J4iwNxsco9WbhnOX8/ga/mlYy//BIGmLHAcvIThW8Ih6UrhV1em/S/wRuBTdWtjSq/CtUJOB51umLmzMB36OVqng2gqzlg+vMuUsbLC2130HuHGH1p2foR"
        + "9hP/Jdb5KfNZ9I9q1FGBf7bZ1Vf8Gw==";
}
