namespace Teg.Platform.Documents.Signing;

/// <summary>What the invitations of a document come to. Facts in, decision out.</summary>
internal enum SignatureStanding
{
    /// <summary>Somebody has still to sign.</summary>
    Open,
    Complete,
    Declined,
    Expired,

    /// <summary>There are no invitations: somebody has taken them back at the vendor.</summary>
    Withdrawn,
}

internal static class SignatureStandings
{
    public static SignatureStanding Of(IReadOnlyList<VendorInvite> invites, DateTimeOffset now) => invites switch
    {
        [] => SignatureStanding.Withdrawn,
        _ when invites.All(invite => invite.IsSigned) => SignatureStanding.Complete,
        _ when invites.Any(invite => invite.Status == "declined") => SignatureStanding.Declined,
        _ when invites.Any(invite => invite.HasExpired(now)) => SignatureStanding.Expired,
        _ => SignatureStanding.Open,
    };

    /// <summary>The state of one signer, as documents.signature_signer has it.</summary>
    public static string SignerState(VendorInvite invite, DateTimeOffset now) => invite switch
    {
        { IsSigned: true } => "signed",
        { Status: "declined" } => "declined",
        _ when invite.HasExpired(now) => "expired",
        { Opened: true } => "opened",
        { Status: "created" } => "waiting",
        _ => "invited",
    };
}
