using System.Text.Json.Serialization;
using Teg.Platform.Sandbox.Calendly;
using Teg.Platform.Sandbox.Google.Drive;
using Teg.Platform.Sandbox.Monday;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.SignNow;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Journal;

/// <summary>Something that was done to the world from outside. Read again at the start, in order, it makes the same world.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LeadCame), "lead")]
[JsonDerivedType(typeof(DealWon), "deal-won")]
[JsonDerivedType(typeof(CallBooked), "call-booked")]
[JsonDerivedType(typeof(CallChanged), "call-changed")]
[JsonDerivedType(typeof(SpendGrew), "spend")]
[JsonDerivedType(typeof(ItemMade), "item-made")]
[JsonDerivedType(typeof(ItemWritten), "item-written")]
[JsonDerivedType(typeof(ColumnChanged), "column-changed")]
[JsonDerivedType(typeof(BoardAdded), "board-added")]
[JsonDerivedType(typeof(MondayHookMade), "monday-hook")]
[JsonDerivedType(typeof(MondayHookDropped), "monday-hook-dropped")]
[JsonDerivedType(typeof(CalendlySubscribed), "calendly-subscription")]
[JsonDerivedType(typeof(CalendlyUnsubscribed), "calendly-subscription-dropped")]
[JsonDerivedType(typeof(SignNowDocumentKept), "signnow-document")]
[JsonDerivedType(typeof(SignNowDocumentDropped), "signnow-document-dropped")]
[JsonDerivedType(typeof(SignNowHookKept), "signnow-hook")]
[JsonDerivedType(typeof(SignNowHookDropped), "signnow-hook-dropped")]
[JsonDerivedType(typeof(DriveFileKept), "drive-file")]
[JsonDerivedType(typeof(DriveFileDropped), "drive-file-dropped")]
[JsonDerivedType(typeof(ClockSet), "clock")]
internal abstract record JournalEntry(DateTimeOffset At);

internal sealed record LeadCame(DateTimeOffset At, Lead Lead) : JournalEntry(At);

internal sealed record DealWon(DateTimeOffset At, Deal Deal) : JournalEntry(At);

internal sealed record CallBooked(DateTimeOffset At, CallTimeline Timeline) : JournalEntry(At);

/// <summary>The timeline as it is after a cancellation, a reschedule or a no-show.</summary>
internal sealed record CallChanged(DateTimeOffset At, CallTimeline Timeline) : JournalEntry(At);

internal sealed record SpendGrew(DateTimeOffset At, string Campaign, DateOnly Day, decimal Spend, int Clicks, int Impressions) : JournalEntry(At);

internal sealed record ItemMade(DateTimeOffset At, long BoardId, long ItemId, string Name, IReadOnlyDictionary<string, Cell> Cells) : JournalEntry(At);

internal sealed record ItemWritten(DateTimeOffset At, long ItemId, string? Name, IReadOnlyDictionary<string, Cell> Cells) : JournalEntry(At);

internal sealed record ColumnChanged(DateTimeOffset At, long BoardId, string ColumnId, string? Title, string? Type, bool Removed) : JournalEntry(At);

internal sealed record BoardAdded(DateTimeOffset At, long BoardId, string Name, int Items) : JournalEntry(At);

internal sealed record MondayHookMade(DateTimeOffset At, MondayHook Hook) : JournalEntry(At);

internal sealed record MondayHookDropped(DateTimeOffset At, long HookId) : JournalEntry(At);

internal sealed record CalendlySubscribed(DateTimeOffset At, CalendlySubscription Subscription) : JournalEntry(At);

internal sealed record CalendlyUnsubscribed(DateTimeOffset At, string SubscriptionId) : JournalEntry(At);

/// <summary>The document as it is after whatever was done to it. Its file lies under its hash in the folder <c>files</c>.</summary>
internal sealed record SignNowDocumentKept(DateTimeOffset At, SignNowDocument Document) : JournalEntry(At);

internal sealed record SignNowDocumentDropped(DateTimeOffset At, string Id) : JournalEntry(At);

internal sealed record SignNowHookKept(DateTimeOffset At, SignNowHook Hook) : JournalEntry(At);

internal sealed record SignNowHookDropped(DateTimeOffset At, string Id) : JournalEntry(At);

/// <summary>The file as it is after whatever was done to it. Its content lies under its hash in the folder <c>files</c>.</summary>
internal sealed record DriveFileKept(DateTimeOffset At, DriveFile File) : JournalEntry(At);

internal sealed record DriveFileDropped(DateTimeOffset At, string Id) : JournalEntry(At);

/// <summary>The clock stands still at <paramref name="FrozenAt"/>, or else runs ahead of the real one by <paramref name="Ahead"/>.</summary>
internal sealed record ClockSet(DateTimeOffset At, DateTimeOffset? FrozenAt, TimeSpan Ahead) : JournalEntry(At);
