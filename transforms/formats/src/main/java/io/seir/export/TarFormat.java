package io.seir.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A form whose shards are tars with texts and pictures as their members. */
abstract class TarFormat implements ExportFormat {
  /** A member of a tar. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Member(String name, byte[] bytes) {
    static Member of(String name, String text) {
      return new Member(name, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * The examples of a sample, each the members that belong together.
   *
   * @throws LeftOutException why it yields no example
   */
  abstract List<List<Member>> examples(ExportSample sample, ExportSettings settings)
      throws LeftOutException;

  @Override
  public final String file(String split, int number) {
    return String.format(Locale.ROOT, "%s-%05d.tar", split, number);
  }

  @Override
  public final ExportWriter open(Path file, String split, ExportSettings settings)
      throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    return new ExportWriter() {
      @Override
      public int write(ExportSample sample) throws IOException, LeftOutException {
        List<List<Member>> examples = new ArrayList<>(examples(sample, settings));
        for (List<Member> members : examples) {
          for (Member member : members) {
            TarArchiveEntry entry = new TarArchiveEntry(member.name());
            entry.setSize(member.bytes().length);
            entry.setModTime(0); // the same bytes whenever it is written
            entry.setIds(0, 0);
            tar.putArchiveEntry(entry);
            tar.write(member.bytes());
            tar.closeArchiveEntry();
          }
        }
        return examples.size();
      }

      @Override
      public void close() throws IOException {
        tar.close();
      }
    };
  }

  /** A member name that is not a path and has no dot. */
  static String key(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace(".", "%2E")
        .replace("*", "%2A");
  }
}
