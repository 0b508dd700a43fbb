namespace Refrain.Tests;

public class BadInputExceptionTests
{
    [Fact]
    public void The_message_names_place_value_expectation_and_fix()
    {
        var error = new BadInputException(
            "config.json: layers",
            $"is {BadInputException.Show(-3)}",
            "a positive number",
            "Download the file again."
        );
        Assert.Equal("config.json: layers: is -3; expected a positive number. Download the file again.", error.Message);
    }

    [Fact]
    public void A_hostile_value_is_shortened_and_loses_its_control_characters()
    {
        string shown = BadInputException.Show("\u001b[31m" + new string('x', 500));
        Assert.DoesNotContain('\u001b', shown);
        Assert.Equal(81, shown.Length);
    }
}
