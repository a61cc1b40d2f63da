namespace Teg.Platform.Contracts.Messages;

/// <summary>A mail to send, once per <paramref name="MailId"/>. Accounts orders it of itself, in the transaction of the data it speaks of.</summary>
/// <param name="OrgId">Empty for people of whom no organisation is known yet.</param>
/// <param name="Sealed">What to write to whom, sealed by Accounts: it names a person and holds a link that opens their account.</param>
public sealed record MailOrdered(Guid OrgId, Guid MailId, string Sealed);
