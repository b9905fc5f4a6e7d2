package io.seir.data.formats;

import io.seir.blob.Locations;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;

/** Parquet files where ours are, local or gs://, without Hadoop's file systems. */
public final class ParquetFiles {
  private static final int BUFFER = 1 << 16;

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
