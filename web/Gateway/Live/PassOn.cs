using MassTransit;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Gateway.Live;

/// <summary>Every replica has its own temporary queue and passes messages on to the pages it holds. What no page waits for is gone, which is meant.</summary>
internal sealed class PassOn(LiveFeeds feeds, IOptions<JsonOptions> json)
    : IConsumer<RunProgressed>, IConsumer<RunPublished>, IConsumer<RunFailed>, IConsumer<DriftFound>, IConsumer<FiguresRefreshed>, IConsumer<EnquiriesJudged>,
      IConsumer<ReplayProgressed>, IConsumer<BatchProgressed>, IConsumer<DocumentProgressed>, IConsumer<LagMeasured>
{
    public Task Consume(ConsumeContext<RunProgressed> context) => Pass(context.Message);

    public Task Consume(ConsumeContext<RunPublished> context) => Pass(context.Message);

    public Task Consume(ConsumeContext<RunFailed> context) => Pass(context.Message);

    public Task Consume(ConsumeContext<DriftFound> context) => Pass(context.Message);

    public Task Consume(ConsumeContext<FiguresRefreshed> context) => Pass(context.Message);

    public Task Consume(ConsumeContext<EnquiriesJudged> context) => Pass(context.Message);

    public Task Consume(ConsumeContext<ReplayProgressed> context) => Pass(context.Message);

    public Task Consume(ConsumeContext<BatchProgressed> context) => Pass(context.Message);

    public Task Consume(ConsumeContext<DocumentProgressed> context) => Pass(context.Message);

    public Task Consume(ConsumeContext<LagMeasured> context) => Pass(context.Message);

    private Task Pass(object message)
    {
        if (LiveEvent.Of(message, json.Value.SerializerOptions) is { } live)
        {
            feeds.Publish(live);
        }

        return Task.CompletedTask;
    }
}
