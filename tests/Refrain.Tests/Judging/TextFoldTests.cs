using Refrain.Judging;

namespace Refrain.Tests.Judging;

public class TextFoldTests
{
    [Theory]
    [InlineData("I CAN’T  help\u00A0you", "i can't help you")]
    [InlineData("I\u200b can\u00ad't", "i can't")]
    [InlineData("**Sorry**,\r\n\r\n I", "sorry,\ni")]
    [InlineData("ràn ọ́ lọ́wọ́", "ran o lowo")]
    [InlineData("ra\u0300n o\u0323\u0301", "ran o")]
    [InlineData("أَسْتَطِيعُ", "استطيع")]
    [InlineData("مســاعدة", "مساعدة")]
    [InlineData("Ещё", "еще")]
    [InlineData("и\u0306", "й")]
    [InlineData("て\u3099きません", "できません")]
    [InlineData("ハ\u309A", "パ")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("ทํา", "ทำ")]
    [InlineData("ไม่ได้", "ไม่ได้")]
    [InlineData("ＡＢＣ１", "abc1")]
    public void Spellings_of_one_text_become_equal(string text, string folded) => Assert.Equal(folded, TextFold.Fold(text));

    [Fact]
    public void Folding_twice_changes_nothing_more() =>
        CsCheck.Check.Sample(CsCheck.Gen.String, text => TextFold.Fold(TextFold.Fold(text)) == TextFold.Fold(text), iter: 5_000);
}
