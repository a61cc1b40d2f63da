using Teg.Platform.Qualifier.Spool;
using Teg.Platform.Qualifier.Tests.Enquiries;

namespace Teg.Platform.Qualifier.Tests.Spool;

public sealed class EnquirySpoolTests : IDisposable
{
    private static readonly Guid Org = Guid.CreateVersion7();

    private readonly SpoolFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_taken_is_there_after_a_restart_with_its_decision_and_what_was_stored_is_not()
    {
        var (judged, waiting, stored) = (Samples.Enquiry(Org, "judged@x.example"), Samples.Enquiry(Org, "waiting@x.example"), Samples.Enquiry(Org, "stored@x.example"));
        var decision = Samples.Decision(judged, 3);
        var (spool, nothing) = folder.Open();
        nothing.ShouldBeEmpty();
        var first = await spool.AppendAsync(judged);
        await spool.AppendAsync(first, decision);
        await spool.AppendAsync(waiting);
        spool.Dispose();

        var (again, found) = folder.Open();
        found.Select(one => one.EnquiryId).ShouldBe([judged.Id, waiting.Id]);
        found[0].ReadEnquiry().ShouldBeEquivalentTo(judged);
        found[0].ReadDecision().ShouldBeEquivalentTo(decision);
        found[1].ReadDecision().ShouldBeNull();

        again.Stored([await again.AppendAsync(stored), .. found]);
        again.Waiting.ShouldBe(0);
        await UntilAsync(() =>
        {
            again.Tidy();
            return again.Bytes == 0;
        });
        again.Dispose();
        var (last, left) = folder.Open();
        left.ShouldBeEmpty();
        last.Dispose();
    }

    [Fact]
    public async Task A_torn_tail_is_cut_at_every_byte_and_what_stands_before_it_stays()
    {
        var (spool, _) = folder.Open();
        await spool.AppendAsync(Samples.Enquiry(Org, "first@x.example"));
        var whole = new FileInfo(folder.Segments[^1]).Length;
        await spool.AppendAsync(Samples.Enquiry(Org, "second@x.example"));
        spool.Dispose();
        var bytes = await File.ReadAllBytesAsync(folder.Segments[^1]);

        for (var length = (int)whole; length < bytes.Length; length += 7)
        {
            folder.Segments.ToList().ForEach(File.Delete);
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, "000000000001.spool"), bytes[..length]);

            var (again, found) = folder.Open();

            found.Count.ShouldBe(1, $"cut at {length}");
            again.Bytes.ShouldBe(whole);
            // What is written next is found again.
            await again.AppendAsync(Samples.Enquiry(Org, "third@x.example"));
            again.Dispose();
            var (third, both) = folder.Open();
            both.Count.ShouldBe(2);
            third.Dispose();
        }
    }

    [Fact]
    public async Task A_damaged_record_costs_itself_and_none_of_the_others()
    {
        var (spool, _) = folder.Open();
        var places = new List<Place>();
        for (var i = 0; i < 3; i++)
        {
            places.Add((await spool.AppendAsync(Samples.Enquiry(Org, $"{i}@x.example"))).Place);
        }

        var path = places[0].Segment.Path;
        spool.Dispose();
        var bytes = await File.ReadAllBytesAsync(path);
        foreach (var at in new[] { places[1].Offset, places[1].Offset + 5, places[1].Offset + 9, places[1].Offset + 200 })
        {
            folder.Segments.ToList().ForEach(File.Delete);
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x40;
            await File.WriteAllBytesAsync(path, damaged);

            var (again, found) = folder.Open();

            found.Select(one => one.ReadEnquiry().Email).ShouldBe(["0@x.example", "2@x.example"], $"byte {at}");
            again.Dispose();
        }
    }

    [Fact]
    public async Task At_the_limit_enquiries_are_refused_until_some_are_stored_and_decisions_still_pass()
    {
        var (spool, _) = folder.Open(options => options.SpoolMaxBytes = 64 * 1024);
        var taken = new List<SpooledEnquiry>();
        try
        {
            while (true)
            {
                taken.Add(await spool.AppendAsync(Samples.Enquiry(Org, $"{taken.Count}@x.example")));
            }
        }
        catch (SpoolUnavailableException)
        {
            spool.Bytes.ShouldBeLessThanOrEqualTo(64 * 1024);
            spool.Trouble.ShouldNotBeNull();
        }

        await spool.AppendAsync(taken[0], Samples.Decision(taken[0].ReadEnquiry(), 2));
        taken[0].DecisionPlace.ShouldNotBeNull();

        spool.Stored(taken);
        await spool.AppendAsync(Samples.Enquiry(Org, "later@x.example"));
        spool.Trouble.ShouldBeNull();
        spool.Dispose();
    }

    [Fact]
    public async Task Segments_go_in_their_order_so_that_a_decision_outlives_its_enquiry()
    {
        var (spool, _) = folder.Open(options => options.SegmentBytes = 4096);
        var first = await spool.AppendAsync(Samples.Enquiry(Org, "first@x.example"));
        var others = new List<SpooledEnquiry>();
        while (folder.Segments.Count < 4)
        {
            others.Add(await spool.AppendAsync(Samples.Enquiry(Org, $"{others.Count}@x.example")));
        }

        await spool.AppendAsync(first, Samples.Decision(first.ReadEnquiry(), 1));
        spool.Stored(others);
        folder.Segments.Count.ShouldBe(4, "the first enquiry still waits");
        spool.Dispose();

        var (again, found) = folder.Open();
        found.Single(one => one.EnquiryId == first.EnquiryId).ReadDecision()!.FinalScore.ShouldBe(1);
        again.Stored(found);
        folder.Segments.Count.ShouldBe(1);
        again.Dispose();
    }

    [Fact]
    public async Task Many_who_come_at_once_share_a_flush_and_each_is_there()
    {
        var (spool, _) = folder.Open();
        var enquiries = Enumerable.Range(0, 500).Select(i => Samples.Enquiry(Org, $"{i}@x.example")).ToList();

        var taken = await Task.WhenAll(enquiries.Select(spool.AppendAsync));

        taken.Select(one => one.ReadEnquiry().Id).ShouldBe(enquiries.Select(enquiry => enquiry.Id));
        spool.Waiting.ShouldBe(500);
        spool.Dispose();
    }

    [Fact]
    public void A_folder_has_one_process()
    {
        var (spool, _) = folder.Open();

        Should.Throw<InvalidOperationException>(() => folder.Open()).Message.ShouldContain("a Qualifier__SpoolFolder of its own");
        spool.Dispose();
    }

    [Fact]
    public async Task What_the_database_never_takes_is_kept_beside_the_others()
    {
        var (spool, _) = folder.Open();
        var refused = await spool.AppendAsync(Samples.Enquiry(Org, "refused@x.example"));

        spool.SetAside(refused);

        spool.Waiting.ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(folder.Path, "refused"))).ShouldContain("refused@x.example");
        spool.Dispose();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++)
        {
            await Task.Delay(10);
        }

        condition().ShouldBeTrue();
    }
}
