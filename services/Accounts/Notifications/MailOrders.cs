using System.Text.Json;
using Npgsql;
using Teg.Platform.Accounts.Keys;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Notifications;

/// <summary>
/// Mails leave if, and only if, the transaction of what they speak of commits. Their content is sealed on the way: the outbox keeps its rows for
/// days, and a link must be readable nowhere but in the mailbox.
/// </summary>
internal sealed class MailOrders(Outbox outbox, SecretBox box, TimeProvider clock)
{
    /// <summary>The organisation of mails to people of whom none is known.</summary>
    public static readonly Guid NoOrganisation = Guid.Empty;

    /// <param name="orgId">The connection's organisation.</param>
    public Task OrderAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid orgId, OrderedMail mail, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var content = box.Seal(JsonSerializer.SerializeToUtf8Bytes(mail, JsonSerializerOptions.Web), Owner(id));
        return outbox.AddAsync(connection, transaction, orgId, new MailOrdered(orgId, id, Convert.ToBase64String(content)), ct);
    }

    public OrderedMail Open(MailOrdered order) =>
        JsonSerializer.Deserialize<OrderedMail>(box.Open(Convert.FromBase64String(order.Sealed), Owner(order.MailId)), JsonSerializerOptions.Web)
        ?? throw new InvalidOperationException($"Mail {order.MailId} is empty.");

    private static string Owner(Guid mailId) => $"mail {mailId:n}";
}
