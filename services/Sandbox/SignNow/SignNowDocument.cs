namespace Teg.Platform.Sandbox.SignNow;

/// <summary>A document of the account with everything that was done to it.</summary>
/// <param name="FileHash">The uploaded file.</param>
/// <param name="Pages">Widths and heights in points.</param>
internal sealed record SignNowDocument(
    string Id, string Name, string FileName, string FileHash, IReadOnlyList<PageSize> Pages, bool IsTemplate, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public IReadOnlyList<SignField> Fields { get; init; } = [];

    public IReadOnlyList<SignRole> Roles { get; init; } = [];

    public IReadOnlyList<FieldInvite> Invites { get; init; } = [];

    public IReadOnlyList<FreeFormInvite> Requests { get; init; } = [];

    public IReadOnlyList<Happening> History { get; init; } = [];

    public bool IsComplete => Invites.Count > 0 && Invites.All(invite => invite.Status == FieldInvite.Fulfilled);
}

internal sealed record PageSize(double Width, double Height);

/// <summary>Where something is to be filled in. From the page's upper left corner, in points.</summary>
/// <param name="Type">signature, initials, text, checkbox, enumeration or attachment.</param>
internal sealed record SignField(string Id, string Type, string Role, int Page, double X, double Y, double Width, double Height, bool Required, string Name, string? Label, string? Prefilled)
{
    public string? Value { get; init; }

    public DateTimeOffset? FilledAt { get; init; }
}

internal sealed record SignRole(string Id, string Name, int Order);

internal sealed record FieldInvite(string Id, string Email, string Role, string RoleId, int Order, string Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>Waits for the signers before it.</summary>
    public const string Created = "created";

    public const string Pending = "pending";
    public const string Fulfilled = "fulfilled";
    public const string Declined = "declined";
    public const string Expired = "expired";

    public string? DeclineReason { get; init; }

    public string? SignedName { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    public string StatusAt(DateTimeOffset now) => Status is Created or Pending && ExpiresAt <= now ? Expired : Status;
}

internal sealed record FreeFormInvite(string Id, string SignerEmail, DateTimeOffset CreatedAt, string? SignatureId, bool Canceled);

internal sealed record Happening(DateTimeOffset At, string What, string Email);

/// <summary>Where to call when something happens.</summary>
/// <param name="EntityId">A document's or the user's id.</param>
/// <param name="IsOld">Made with the interface of before, which signs nothing.</param>
internal sealed record SignNowHook(
    string Id, string Event, string EntityId, string Callback, string? Secret, bool NamesDocument, IReadOnlyDictionary<string, string> Headers, bool IsOld, DateTimeOffset CreatedAt);
