using Teg.Platform.Sandbox.Calendly;
using Teg.Platform.Sandbox.Google.Drive;
using Teg.Platform.Sandbox.Monday;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.SignNow;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Journal;

/// <summary>One world with the vendors' accounts on it. A reset replaces it by a new one.</summary>
internal sealed class Universe
{
    private readonly Lock gate = new();
    private readonly List<MondayHook> mondayHooks = [];
    private readonly List<CalendlySubscription> subscriptions = [];

    public Universe(World.World world)
    {
        World = world;
        Monday = new MondayAccount(World);
    }

    public World.World World { get; }

    public MondayAccount Monday { get; }

    public SignNowAccount SignNow { get; } = new();

    public DriveAccount Drive { get; } = new();

    public IReadOnlyList<MondayHook> MondayHooks
    {
        get
        {
            lock (gate)
            {
                return [.. mondayHooks];
            }
        }
    }

    public IReadOnlyList<CalendlySubscription> Subscriptions
    {
        get
        {
            lock (gate)
            {
                return [.. subscriptions];
            }
        }
    }

    public void Apply(JournalEntry entry)
    {
        switch (entry)
        {
            case LeadCame came: World.Add(came.Lead); break;
            case DealWon won: World.Add(won.Deal); break;
            case CallBooked booked: World.Add(booked.Timeline); break;
            case CallChanged changed: World.Replace(changed.Timeline); break;
            case SpendGrew grew:
                World.AddSpend(Catalogue.CampaignWith(grew.Campaign)!, grew.Day, grew.At, new AdFigures(grew.Spend, grew.Clicks, grew.Impressions));
                break;
            case ItemMade made: Monday.AddItem(made.BoardId, made.ItemId, made.Name, made.At, made.Cells); break;
            case ItemWritten written: Monday.Write(written.ItemId, written.At, written.Name, written.Cells); break;
            case ColumnChanged changed: Monday.ChangeColumn(changed.BoardId, changed.ColumnId, changed.Title, changed.Type, changed.Removed); break;
            case BoardAdded added: Monday.AddBoard(added.BoardId, added.Name, added.Items, added.At); break;
            case SignNowDocumentKept kept: SignNow.Keep(kept.Document); break;
            case SignNowDocumentDropped dropped: SignNow.Drop(dropped.Id); break;
            case SignNowHookKept kept: SignNow.Keep(kept.Hook); break;
            case SignNowHookDropped dropped: SignNow.DropHook(dropped.Id); break;
            case DriveFileKept kept: Drive.Keep(kept.File); break;
            case DriveFileDropped dropped: Drive.Drop(dropped.Id); break;
            default: ApplyToHooks(entry); break;
        }
    }

    private void ApplyToHooks(JournalEntry entry)
    {
        lock (gate)
        {
            switch (entry)
            {
                case MondayHookMade made: mondayHooks.Add(made.Hook); break;
                case MondayHookDropped dropped: mondayHooks.RemoveAll(hook => hook.Id == dropped.HookId); break;
                case CalendlySubscribed subscribed:
                    subscriptions.RemoveAll(subscription => subscription.Id == subscribed.Subscription.Id);
                    subscriptions.Add(subscribed.Subscription);
                    break;
                case CalendlyUnsubscribed gone: subscriptions.RemoveAll(subscription => subscription.Id == gone.SubscriptionId); break;
            }
        }
    }
}
