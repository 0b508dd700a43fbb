// Texts for the reference values: many scripts, odd spaces, marks in both forms, and what breaks naive splitting.
module.exports = [
  "Hello, world! It's 2024, isn't it?", "  two  spaces\tand\ttabs\n\nlines \r\n", "naïve café – naı̈ve cafe\u0301", "ÀÉÎÕÜ àéîõü ßẞ İıĞğ", "Ünïcödé ﬁ ﬂ ½ ² ① Ⅷ ㎏ ｆｕｌｌ",
  "今天天气很好，我们去公园吧。", "日本語のテキスト、カタカナとひらがなー。", "한국어 문장입니다. 안녕하세요!", "ภาษาไทยไม่มีช่องว่างระหว่างคำ", "हिन्दी में एक वाक्य है।", "مرحبا بالعالم، كيف حالك؟", "שלום עולם",
  "Привет, мир! Ёжик", "Γειά σου Κόσμε ΣΑΣ", "🙂👍🏽 👨‍👩‍👧‍👦 🇩🇪", "a\u0301\u0323b\u0323\u0301", "x\u200by\ufeffz\u00a0w\u3000v\u2028u", "\u0001\u0007control\u007f\u0085chars\ufffd", "don't do not we've they're I'm 's n't", "foo_bar-baz:qux/quux|corge", "111222333 4,567.89 ١٢٣",
  "$100 + 20% = <120> ^_^ `x` ~y~", "ab", "a", " ", "", "unaffable unwanted running", "[CLS] masked [MASK] word [SEP]", "<s>one</s> two <mask> three<mask>four", "aaaaaaaaaaaaaaaaaaaa", "abcabcabcabdabd", "▁already▁there ▁", "Ωmega Ω Å Å ſ K", "ก็ กำ น้ำ ๑๒", "𠮷野家 𝓗𝓮𝓵𝓵𝓸 𐍈", "\r\n\r\n", "e\u0301\u0302 o\u0308", "ﷺ ﬃ", "ᄒ\u1161ᆫ 한 각", "Σίσυφος ΟΔΟΣ", "x".repeat(120),
];
