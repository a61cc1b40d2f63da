using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.ServiceDefaults.Tests.Outbox;

public sealed class OutboxMessagesTests
{
    [Fact]
    public void A_message_survives_the_table()
    {
        var drift = new DriftFound(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "Ad Spend", "\"Spend\" is now \"Cost\"", DateTimeOffset.UnixEpoch);

        OutboxMessages.Read(OutboxMessages.NameOf(typeof(DriftFound)), OutboxMessages.Write(drift)).Message.ShouldBe(drift);
    }

    [Fact]
    public void A_record_that_is_no_contract_is_refused_before_it_is_written() =>
        Should.Throw<ArgumentException>(() => OutboxMessages.NameOf(typeof(string))).Message.ShouldContain("Teg.Platform.Contracts.Messages");

    [Theory]
    [InlineData("Teg.Platform.Contracts.Messages.Gone", "{}", "Unknown message type Teg.Platform.Contracts.Messages.Gone.")]
    [InlineData("Teg.Platform.Contracts.Messages.FiguresRefreshed", "null", "The body is null.")]
    [InlineData("Teg.Platform.Contracts.Messages.FiguresRefreshed", "{\"orgId\": 5}", "The body is no FiguresRefreshed: unreadable at $.orgId.")]
    public void What_can_never_be_sent_says_why(string name, string body, string reason) => OutboxMessages.Read(name, body).Reason.ShouldBe(reason);
}
