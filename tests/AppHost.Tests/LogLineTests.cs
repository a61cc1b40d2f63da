using Aspire.Hosting.Running;

namespace Teg.Platform.AppHost.Tests;

public sealed class LogLineTests
{
    [Fact]
    public void A_json_log_line_is_read_as_its_level_message_and_the_first_line_of_its_exception() =>
        LogLine.Readable("""{"Timestamp":"2026-11-21T12:10:00Z","LogLevel":"Critical","Message":"Cannot start","Exception":"System.IO.IOException: address in use\n   at Kestrel"}""")
            .ShouldBe("Critical: Cannot start (System.IO.IOException: address in use)");

    [Theory]
    [InlineData("the disk is full")]
    [InlineData("{not json")]
    [InlineData("""{"LogLevel":"Error"}""")]
    [InlineData("""{"LogLevel":7,"Message":"x"}""")]
    public void Anything_else_is_shown_as_it_is(string line) => LogLine.Readable(line).ShouldBe(line);

    [Fact]
    public void A_long_line_is_cut() => LogLine.Readable(new string('x', 5_000)).ShouldBe(new string('x', 300) + "…");
}
