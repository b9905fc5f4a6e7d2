package io.seir.model.openai;

import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.images.Image;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import io.seir.model.ImageModel;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.ModelUsage;
import io.seir.sample.Picture;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Image generations: base64, or a URL of the server's own. The seed is an extra body field. */
final class OpenAiImageModel implements ImageModel {
  private final Connection connection;
  private volatile boolean asksForBase64 = true;

  OpenAiImageModel(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Picture draw(ImageRequest request) throws ModelException {
    return connection.call(
        client -> {
          boolean asked = asksForBase64; // other calls may change it meanwhile
          ImagesResponse response;
          try {
            response = client.images().generate(params(request, asked));
          } catch (BadRequestException e) {
            if (!asked || !String.valueOf(e.getMessage()).contains("response_format")) {
              throw e;
            }
            asksForBase64 = false; // some models give base64 always and refuse to be asked
            response = client.images().generate(params(request, false));
          }
          return picture(response.data().orElse(List.of()));
        });
  }

  private ImageGenerateParams params(ImageRequest request, boolean base64) {
    OpenAiSettings settings = connection.settings();
    ImageGenerateParams.Builder params =
        ImageGenerateParams.builder()
            .prompt(request.caption())
            .model(settings.model())
            .n(1)
            .putAdditionalBodyProperty("seed", JsonValue.from(request.seed()));
    if (!settings.size().isEmpty()) {
      params.size(settings.size());
    }
    if (base64) {
      params.responseFormat(ImageGenerateParams.ResponseFormat.B64_JSON);
    }
    return params.build();
  }

  private Picture picture(List<Image> images) throws ModelException {
    if (images.isEmpty()) {
      throw ModelException.transientFault("malformed_body", "the reply has no picture");
    }
    Image image = images.get(0);
    Optional<String> base64 = image.b64Json().filter(text -> !text.isEmpty());
    if (base64.isPresent()) {
      try {
        return new Picture(Base64.getMimeDecoder().decode(base64.get()));
      } catch (IllegalArgumentException e) {
        throw ModelException.paidFault(
            PictureReader.NOT_A_PICTURE,
            "the picture is not base64",
            new ModelUsage(1, 0, 0, 0, 1));
      }
    }
    Optional<String> url = image.url().filter(text -> !text.isBlank());
    if (url.isEmpty()) {
      throw ModelException.transientFault("malformed_body", "the reply has no picture");
    }
    return new Picture(connection.fetch(url.get()));
  }
}
