using MassTransit;

namespace Teg.Platform.Accounts.Tests.Notifications;

/// <summary>Completed when such a message was consumed so often; failed attempts do not count.</summary>
internal sealed class Consumed<T>(Predicate<T> such, int times) : IConsumeMessageObserver<T>
    where T : class
{
    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int count;

    public Task All => all.Task;

    public Task PreConsume(ConsumeContext<T> context) => Task.CompletedTask;

    public Task PostConsume(ConsumeContext<T> context)
    {
        if (such(context.Message) && Interlocked.Increment(ref count) == times)
        {
            all.TrySetResult();
        }

        return Task.CompletedTask;
    }

    public Task ConsumeFault(ConsumeContext<T> context, Exception exception) => Task.CompletedTask;
}
