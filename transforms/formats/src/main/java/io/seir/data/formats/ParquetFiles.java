package io.seir.data.formats;

import io.seir.blob.Locations;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;

/** Reads and writes Parquet files, local or gs://, without Hadoop's file systems. */
public final class ParquetFiles {
  private static final int BUFFER = 1 << 16;

  /** The length of the footer, and the magic word. */
  private static final int TAIL = 2 * Integer.BYTES;

  private ParquetFiles() {}

  /** A file to read. */
  public static InputFile input(String name) {
    return new InputFile() {
      @Override
      public long getLength() throws IOException {
        return Files.size(Locations.path(name));
      }

      @Override
      public SeekableInputStream newStream() throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(Locations.path(name));
        InputStream stream = Channels.newInputStream(channel);
        return new DelegatingSeekableInputStream(stream) {
          @Override
          public long getPos() throws IOException {
            return channel.position();
          }

          @Override
          public void seek(long to) throws IOException {
            channel.position(to);
          }
        };
      }
    };
  }

  /** A file in memory, to be written whole. */
  public static OutputFile output(ByteArrayOutputStream bytes) {
    return to(() -> bytes);
  }

  /** A file that is written as it grows. */
  public static OutputFile output(Path file) {
    return to(() -> new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
  }

  /**
   * Makes the bytes of a finished file those of any other process: the writer lists encodings in
   * the order of hash sets, which differs from one process to the next. The footer keeps its
   * length.
   *
   * @param file on this machine
   */
  public static void settle(Path file) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int length = read(channel, channel.size() - TAIL, Integer.BYTES).getInt();
      long start = channel.size() - TAIL - length;
      byte[] settled = settled(read(channel, start, length).array());
      channel.position(start);
      ByteBuffer footer = ByteBuffer.wrap(settled);
      while (footer.hasRemaining()) {
        channel.write(footer);
      }
    }
  }

  private static ByteBuffer read(SeekableByteChannel channel, long from, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(from);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("the file ends too early");
      }
    }
    return bytes.flip();
  }

  private static byte[] settled(byte[] footer) throws IOException {
    FileMetaData data = Util.readFileMetaData(new ByteArrayInputStream(footer));
    for (RowGroup group : data.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        ColumnMetaData about = column.getMeta_data();
        about.getEncodings().sort(null);
        if (about.isSetEncoding_stats()) {
          about
              .getEncoding_stats()
              .sort(
                  Comparator.comparing(PageEncodingStats::getPage_type)
                      .thenComparing(PageEncodingStats::getEncoding));
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writeFileMetaData(data, out);
    if (out.size() != footer.length) {
      throw new IOException("the file changed while it was read");
    }
    return out.toByteArray();
  }

  private interface Sink {
    OutputStream open() throws IOException;
  }

  private static OutputFile to(Sink sink) {
    return new OutputFile() {
      @Override
      public PositionOutputStream create(long blockSize) throws IOException {
        return new DelegatingPositionOutputStream(sink.open()) {
          private long written;

          @Override
          public long getPos() {
            return written;
          }

          @Override
          public void write(int one) throws IOException {
            super.write(one);
            written++;
          }

          @Override
          public void write(byte[] bytes) throws IOException {
            super.write(bytes);
            written += bytes.length;
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            super.write(bytes, from, length);
            written += length;
          }
        };
      }

      @Override
      public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
        return create(blockSize);
      }

      @Override
      public boolean supportsBlockSize() {
        return false;
      }

      @Override
      public long defaultBlockSize() {
        return 0;
      }
    };
  }
}
