using Refrain.Judging;

namespace Refrain.Tests.Judging;

public class LoopsTests
{
    [Theory]
    [InlineData("aṣẹ ti aṣẹ ti aṣẹ ti aṣẹ ti aṣẹ ti aṣẹ ti aṣẹ")]
    [InlineData("Olori ẹlẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹ")]
    [InlineData("Agbẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹẹ")] // cut at 24 tokens
    [InlineData("彼は私の背中を叩いた。彼は私の背中を叩いた。彼は私の背中を叩いた。")]
    [InlineData("담배를 피우면 폐, 심장, 폐, 폐, 폐, 폐, 폐, 폐, 폐, 폐, 폐, 폐, 폐, 폐, 폐, 폐, 폐")]
    [InlineData("เช่น การตัด การตัด การตัด การตัด การตัด การตัด")]
    [InlineData("Ja, het is goed. Ja, het is goed. Ja, het is goed. Ja, het is goed.")]
    [InlineData("ọrọ ẹgbẹ ti a ṣe ni ọrọ ẹgbẹ ti a ṣe fun ọrọ ẹgbẹ ti a ṣe ni ẹgbẹ ti a ṣe ọrọ ẹgbẹ ti a ṣe fun ẹgbẹ ti a ṣe ni")]
    public void Repetition_is_a_loop_in_every_script(string text) => Assert.True(Loops.IsLoop(TextFold.Fold(text)));

    [Theory]
    [InlineData("")]
    [InlineData("ha ha ha")]
    [InlineData("Yes, yes, yes!")]
    [InlineData("Soooooooo that is why the sky is blue, and why sunsets are red.")]
    [InlineData("1. Flour\n2. Sugar\n3. Eggs\n4. Butter\n5. Milk\n6. Salt\n7. Vanilla")]
    [InlineData("1 cup of flour, 1 cup of sugar, 2 cups of milk, 1 cup of butter, 3 eggs, 1 spoon of salt")]
    [InlineData("1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20")]
    [InlineData("A trillion is 1000000000000 and a quintillion is 1000000000000000000.")]
    [InlineData("Name | Age | City\n------------------------------------\nAnna | 31 | Rome")]
    [InlineData("手を洗い、野菜を切り、鍋に水を入れて、中火で十分ほど煮てから、味噌を溶かします。最後に豆腐とねぎを加えます。")]
    [InlineData("The cat sat on the mat, the dog sat on the rug, and the bird sat on the branch above the old garden wall.")]
    public void Lists_numbers_tables_and_short_texts_are_none(string text) => Assert.False(Loops.IsLoop(TextFold.Fold(text)));
}
