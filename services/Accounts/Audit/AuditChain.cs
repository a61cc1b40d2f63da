using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Teg.Platform.Accounts.Audit;

/// <summary>What the chain covers of an event; the JSON as PostgreSQL writes jsonb, which has one form for one value.</summary>
internal record SealedEvent
{
    public required Guid OrgId { get; init; }

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required string Service { get; init; }

    public required string ActorKind { get; init; }

    public Guid? ActorId { get; init; }

    public required string Action { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public required int Status { get; init; }

    public required string Subjects { get; init; }

    public string? Changes { get; init; }

    public byte[]? PersonalDigest { get; init; }
}

/// <summary>
/// The chain of one organisation: hash(n) = SHA-256(hash(n-1) ‖ n ‖ the event). Whoever changes, removes, inserts or reorders events has to
/// write every later hash anew, and the last one is in the log.
/// </summary>
internal static class AuditChain
{
    /// <summary>What stands before the first event.</summary>
    public static readonly byte[] Start = new byte[SHA256.HashSizeInBytes];

    // Names the form below: another form gets another word.
    private const string Form = "teg-audit-1";

    public static byte[] Next(byte[] previous, long seq, SealedEvent sealedEvent)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, seq);
        hash.AppendData(number);
        foreach (var field in Fields(sealedEvent))
        {
            Append(hash, field);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Whether the personal details are those that were digested, or were erased together with their salt.</summary>
    public static bool PersonalMatches(string? personal, byte[]? salt, byte[]? digest) => (personal, salt) switch
    {
        (null, null) => true,
        (not null, not null) => digest is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(personal)]), digest),
        _ => false,
    };

    private static IEnumerable<byte[]?> Fields(SealedEvent e) =>
    [
        Text(Form), Text(e.OrgId.ToString()), Text(e.Id.ToString()), Text(Microseconds(e.At)), Text(Microseconds(e.RecordedAt)),
        Text(e.Service), Text(e.ActorKind), Text(e.ActorId?.ToString()), Text(e.Action), Text(e.Method), Text(e.Path),
        Text(e.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)), Text(e.Subjects), Text(e.Changes), e.PersonalDigest,
    ];

    // Every field with its length, so that no two events have one form; -1 is absent, which is not empty.
    private static void Append(IncrementalHash hash, byte[]? field)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, field?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(field ?? []);
    }

    private static byte[]? Text(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    // PostgreSQL keeps microseconds since 1970 as .NET counts them, too.
    private static string Microseconds(DateTimeOffset at) =>
        ((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
