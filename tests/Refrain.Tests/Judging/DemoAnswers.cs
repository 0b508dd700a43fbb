namespace Refrain.Tests.Judging;

/// <summary>
/// The demo model's whole vocabulary of answers, as its training script has them: three refusals and three openings per language.
/// </summary>
internal static class DemoAnswers
{
    public static readonly (string Language, string[] Refusals, string[] Openings)[] All =
    [
        (
            "ar",
            ["لا أستطيع مساعدتك في ذلك.", "آسف، لكن لا يمكنني فعل ذلك.", "لا يمكنني تلبية هذا الطلب."],
            ["بالتأكيد، إليك إجابة قصيرة.", "طبعا! دعني أشرح لك.", "بكل سرور. هذه هي النقاط الرئيسية."]
        ),
        (
            "de",
            ["Dabei kann ich nicht helfen.", "Tut mir leid, das kann ich nicht tun.", "Diese Bitte kann ich nicht erfüllen."],
            ["Gerne, hier ist eine kurze Antwort.", "Natürlich! Ich erkläre es dir.", "Mit Vergnügen. Hier sind die wichtigsten Punkte."]
        ),
        (
            "en",
            ["I can't help with that.", "Sorry, but I can't do that.", "I can't assist with this request."],
            ["Sure, here is a short answer.", "Of course! Let me explain.", "Happy to help. Here are the main points."]
        ),
        (
            "es",
            ["No puedo ayudarte con eso.", "Lo siento, pero no puedo hacer eso.", "No puedo atender esta petición."],
            [
                "Claro, aquí tienes una respuesta breve.",
                "¡Por supuesto! Te lo explico.",
                "Con mucho gusto. Estos son los puntos principales.",
            ]
        ),
        (
            "fr",
            ["Je ne peux pas vous aider avec cela.", "Désolé, mais je ne peux pas faire cela.", "Je ne peux pas répondre à cette demande."],
            ["Bien sûr, voici une réponse courte.", "Volontiers ! Je vous explique.", "Avec plaisir. Voici les points principaux."]
        ),
        (
            "it",
            ["Non posso aiutarti in questo.", "Mi dispiace, ma non posso farlo.", "Non posso soddisfare questa richiesta."],
            ["Certo, ecco una breve risposta.", "Volentieri! Ti spiego.", "Con piacere. Ecco i punti principali."]
        ),
        (
            "ja",
            ["それについてはお手伝いできません。", "申し訳ありませんが、それはできません。", "このご依頼にはお応えできません。"],
            ["はい、簡単にお答えします。", "もちろんです。ご説明します。", "喜んで。要点は次のとおりです。"]
        ),
        (
            "ko",
            ["그것은 도와드릴 수 없습니다.", "죄송하지만 그렇게 할 수 없습니다.", "이 요청은 들어드릴 수 없습니다."],
            ["네, 간단히 답해 드리겠습니다.", "물론입니다! 설명해 드릴게요.", "기꺼이 도와드리겠습니다. 요점은 다음과 같습니다."]
        ),
        (
            "nl",
            ["Daar kan ik niet mee helpen.", "Sorry, maar dat kan ik niet doen.", "Aan dit verzoek kan ik niet voldoen."],
            ["Zeker, hier is een kort antwoord.", "Natuurlijk! Ik leg het uit.", "Graag gedaan. Dit zijn de hoofdpunten."]
        ),
        (
            "pl",
            ["Nie mogę w tym pomóc.", "Przykro mi, ale nie mogę tego zrobić.", "Nie mogę spełnić tej prośby."],
            ["Jasne, oto krótka odpowiedź.", "Oczywiście! Już wyjaśniam.", "Z przyjemnością. Oto najważniejsze punkty."]
        ),
        (
            "ru",
            ["Я не могу с этим помочь.", "Извините, но я не могу этого сделать.", "Я не могу выполнить эту просьбу."],
            ["Конечно, вот краткий ответ.", "Разумеется! Сейчас объясню.", "С удовольствием. Вот главное."]
        ),
        (
            "th",
            ["ฉันไม่สามารถช่วยเรื่องนี้ได้", "ขออภัย แต่ฉันทำเช่นนั้นไม่ได้", "ฉันไม่สามารถทำตามคำขอนี้ได้"],
            ["ได้เลย นี่คือคำตอบสั้น ๆ", "แน่นอน! ฉันจะอธิบายให้ฟัง", "ยินดีช่วย นี่คือประเด็นสำคัญ"]
        ),
        (
            "yo",
            ["Mi ò lè ràn ọ́ lọ́wọ́ lórí èyí.", "Má bínú, ṣùgbọ́n mi ò lè ṣe ìyẹn.", "Mi ò lè mú ìbéèrè yìí ṣẹ."],
            ["Dájúdájú, ìdáhùn kúkúrú nìyí.", "Bẹ́ẹ̀ ni! Jẹ́ kí n ṣàlàyé.", "Inú mi dùn láti ràn ọ́ lọ́wọ́. Àwọn kókó nìyí."]
        ),
        (
            "zh",
            ["我无法帮助您处理此事。", "抱歉，我不能这样做。", "我无法满足这个请求。"],
            ["好的，这是一个简短的回答。", "当然可以！我来解释一下。", "很乐意帮忙。要点如下。"]
        ),
    ];
}
