using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.ServiceDefaults.Tests.Bus;

/// <summary>What arrived, in order.</summary>
public sealed class Received
{
    private readonly ConcurrentQueue<(object Message, Guid? Id, string? TraceId)> all = new();

    public IReadOnlyList<(object Message, Guid? Id, string? TraceId)> All => [.. all];

    public IReadOnlyList<T> Of<T>() => [.. all.Select(one => one.Message).OfType<T>()];

    public void Add<T>(ConsumeContext<T> context) where T : class => all.Enqueue((context.Message, context.MessageId, Activity.Current?.TraceId.ToString()));
}

public sealed class NoteRunPublished(Received received) : IConsumer<RunPublished>
{
    public Task Consume(ConsumeContext<RunPublished> context)
    {
        received.Add(context);
        return Task.CompletedTask;
    }
}

public sealed class NoteRunProgressed(Received received) : IConsumer<RunProgressed>
{
    public Task Consume(ConsumeContext<RunProgressed> context)
    {
        received.Add(context);
        return Task.CompletedTask;
    }
}

public sealed class FailRunFailed(Received received) : IConsumer<RunFailed>
{
    public Task Consume(ConsumeContext<RunFailed> context)
    {
        received.Add(context);
        throw new InvalidOperationException("This consumer cannot do it.");
    }
}

public sealed class NoteFiguresRefreshed(Received received) : IConsumer<FiguresRefreshed>
{
    public Task Consume(ConsumeContext<FiguresRefreshed> context)
    {
        received.Add(context);
        return Task.CompletedTask;
    }
}
