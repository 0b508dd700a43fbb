namespace Refrain.Tests;

/// <summary>What the comparison of golden files notices, and what it lets pass.</summary>
public class GoldenTextTests
{
    [Theory]
    [InlineData("\"value\": 0.9990589047274764,", "\"value\": 0.9990589047274759,")]
    [InlineData("−.9990589047274764", "−.9990589047274759")]
    [InlineData("[1.2345678901234E-05, 2]", "[1.2345678901235E-05, 2]")]
    [InlineData("[1.2345678901234e+17]", "[1.2345678901235e+17]")]
    [InlineData("\"high\": 1,", "\"high\": 0.9999999999999998,")]
    [InlineData("\"low\": -3.0000000000000004}", "\"low\": -3}")]
    [InlineData("a cosine of 0.33333333333333331.", "a cosine of 0.33333333333333326.")]
    [InlineData("1,234.5678901234567", "1,234.5678901234561")]
    [InlineData("NaN null ∞ -0 sha256 9f86d081884c7d65", "NaN null ∞ -0 sha256 9f86d081884c7d65")]
    [InlineData("", "")]
    public void The_last_digits_of_a_number_pass(string expected, string actual)
    {
        Assert.Null(GoldenText.Difference(expected, actual));
        Assert.Null(GoldenText.Difference(actual, expected));
    }

    [Theory]
    [InlineData("\"value\": 0.9990589047274764,", "\"value\": 0.9990589147274764,")] // At 1e-8.
    [InlineData("0.1234567890123", "0.1234567892123")]
    [InlineData("0.88", "0.89")]
    [InlineData("0.5", "0.50")]
    [InlineData("1", "1.0")]
    [InlineData("10000000001", "10000000002")] // A count or an id is whole.
    [InlineData("1,234.5678901234567", "2,234.5678901234567")]
    [InlineData("-0.25", "0.25")]
    [InlineData("−0.25", "+0.25")]
    [InlineData("0", "-0")]
    [InlineData("0.25", "NaN")]
    [InlineData("0.25", "null")]
    [InlineData("1.5E-05", "1.5E-06")]
    [InlineData("1.5E-05", "1.5E+05")]
    [InlineData("9f86d081884c7d65", "9f86d081884c7d66")]
    [InlineData("12e45678", "12e45679")]
    [InlineData("0123456789012345678901234567890123456789", "0123456789012345678901234567890123456780")]
    [InlineData("version 2.1.00000000001", "version 2.1.00000000002")]
    [InlineData("layer_0.12345678901234", "layer_0.12345678901235")]
    [InlineData("refuses", "refused")]
    [InlineData("refuses 0.25", "0.25 refuses")]
    [InlineData("| 0.25 |  | 0.75 |", "| 0.25 | 0.75 |  |")] // A moved column.
    [InlineData("0.25 0.75", "0.25  0.75")]
    [InlineData("0.25", "0.25\n")]
    [InlineData("[0.25]", "[0.25, 0.5]")]
    [InlineData("[0.25, 0.5]", "[0.25]")]
    [InlineData("0.25", "")]
    public void Anything_else_is_noticed(string expected, string actual)
    {
        Assert.NotNull(GoldenText.Difference(expected, actual));
        Assert.NotNull(GoldenText.Difference(actual, expected));
    }

    [Fact]
    public void A_difference_says_where_it_is_and_what_was_expected() =>
        Assert.Equal(
            "line 3: expected …one 1.5\\ntwo\\nthree 0.25 four…, found …one 1.5\\ntwo\\nthree 0.26 four…",
            GoldenText.Difference("one 1.5\ntwo\nthree 0.25 four", "one 1.5\ntwo\nthree 0.26 four")
        );

    [Fact]
    public void What_is_stored_already_but_for_last_digits_is_not_written_again()
    {
        string folder = Directory.CreateTempSubdirectory("refrain-golden-").FullName,
            path = Path.Combine(folder, "stored", "report.json");
        GoldenText.Store(path, "0.9990589047274764");
        GoldenText.Store(path, "0.9990589047274759");
        Assert.Equal("0.9990589047274764", File.ReadAllText(path));
        GoldenText.Store(path, "0.9990589147274764");
        Assert.Equal("0.9990589147274764", File.ReadAllText(path));
        Directory.Delete(folder, recursive: true);
    }
}
