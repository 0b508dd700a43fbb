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

    [Fact]
    public void A_message_speaks_of_properties_and_of_options()
    {
        var error = new BadInputException(
            $"{KnownSettings.OverRefusal}: mine",
            "is twice",
            null,
            $"Give {KnownSettings.Sample.At("4")}, or see whether {Hint.PrepareWeights}."
        );
        Assert.Equal(
            "OverRefusal: mine: is twice. Give Sample = 4, or see whether an inspection with Sample = 4 prepares them.",
            error.Message
        );
        Assert.Equal(
            "--over-refusal: mine: is twice. Give --sample 4, or see whether refrain inspect --sample 4 prepares them.",
            Cli.OptionNames.In(error.Text)
        );
        Assert.Equal(KnownSettings.OverRefusal, error.Setting);
    }

    [Fact]
    public void A_place_in_a_file_is_no_setting()
    {
        var error = new BadInputException("--file.json: x", "is odd", "something else", $"Leave {KnownSettings.Run} out.");
        Assert.Null(error.Setting);
        Assert.Equal("--file.json: x", error.Place);
        Assert.Equal("--file.json: x: is odd; expected something else. Leave Run out.", error.Message);
    }
}
