namespace Teg.Platform.Contracts.Messages;

/// <summary>Enquiries of a website were judged, or judged again; written in the transaction of the decisions. They carry no personal data: who handles them reads the rows.</summary>
public sealed record EnquiriesJudged(Guid OrgId, IReadOnlyList<Guid> EnquiryIds);

/// <summary>Leads came or changed outside a sync run; figures of these days are worked out again.</summary>
public sealed record LeadsChanged(Guid OrgId, DateTimeOffset ChangedAt);
